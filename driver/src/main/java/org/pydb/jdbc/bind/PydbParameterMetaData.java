package org.pydb.jdbc.bind;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.value.JdbcTypes;
import org.pydb.jdbc.wrapper.Unwrappable;

/** What is known of the parameters of a statement. Immutable; thread-safe. */
public final class PydbParameterMetaData implements ParameterMetaData, Unwrappable {
  private final List<ParameterInfo> places;
  private final boolean isFirstOut;

  /** Of parameters, in their order. */
  public PydbParameterMetaData(List<ParameterInfo> places) {
    this(places, false);
  }

  /**
   * Of parameters, in their order.
   *
   * @param isFirstOut whether the first one takes the value of a call
   */
  public PydbParameterMetaData(List<ParameterInfo> places, boolean isFirstOut) {
    this.places = places;
    this.isFirstOut = isFirstOut;
  }

  private ParameterInfo place(int parameter) throws SQLException {
    if (parameter < 1 || parameter > places.size()) {
      throw SqlExceptions.of(
          SqlStates.NO_SUCH_INDEX,
          "there is no parameter " + parameter + ": they count from 1 to " + places.size());
    }
    return places.get(parameter - 1);
  }

  private @Nullable ColumnType type(int parameter) throws SQLException {
    return place(parameter).type();
  }

  @Override
  public int getParameterCount() {
    return places.size();
  }

  @Override
  public int isNullable(int parameter) throws SQLException {
    place(parameter);
    return parameterNullableUnknown;
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException {
    ColumnType type = type(parameter);
    return type != null && JdbcTypes.isSigned(type);
  }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    ColumnType type = type(parameter);
    return type == null ? 0 : JdbcTypes.precision(type);
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    ColumnType type = type(parameter);
    return type == null ? 0 : JdbcTypes.scale(type);
  }

  /** What the parameter's place asks for; {@link Types#OTHER} if any type fits. */
  @Override
  public int getParameterType(int parameter) throws SQLException {
    ColumnType type = type(parameter);
    return type == null ? Types.OTHER : JdbcTypes.sqlType(type);
  }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    return place(parameter).typeName();
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    ColumnType type = type(parameter);
    return type == null ? Object.class.getName() : JdbcTypes.javaClass(type).getName();
  }

  @Override
  public int getParameterMode(int parameter) throws SQLException {
    place(parameter);
    return isFirstOut && parameter == 1 ? parameterModeOut : parameterModeIn;
  }
}
