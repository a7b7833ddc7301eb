package org.pydb.calcite.rex;

import org.apache.calcite.rel.RelFieldCollation;
import org.pydb.calcite.exec.store.SortKey;

/** Orders of Calcite's as ours. Stateless. */
public final class SortKeys {

  private SortKeys() {}

  /** NULL is above all values, unless the order says otherwise. */
  public static SortKey of(RelFieldCollation field) {
    boolean isDescending = field.getDirection().isDescending();
    boolean nullsFirst =
        switch (field.nullDirection) {
          case FIRST -> true;
          case LAST -> false;
          case UNSPECIFIED -> isDescending;
        };
    return new SortKey(field.getFieldIndex(), isDescending, nullsFirst);
  }
}
