package org.pydb.calcite.service;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.schema.ColumnType;

/** The types of the values bound to parameters whose places take any type. Stateless. */
final class BoundTypes {
  private BoundTypes() {}

  /** For each parameter the type of its value if its place asks for none, else null. */
  static List<@Nullable ColumnType> of(List<ParameterInfo> parameters, ParameterValues values) {
    List<@Nullable ColumnType> types = new ArrayList<>(parameters.size());
    boolean any = false;
    for (int i = 0; i < parameters.size(); i++) {
      ColumnType type = parameters.get(i).type() == null ? values.type(i) : null;
      types.add(type);
      any |= type != null;
    }
    return any ? types : List.of();
  }
}
