package org.pydb.calcite.exec.operator;

import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.KeyRange;

/** Gives a scan the parts that it is to read, one by one. */
public interface Morsels {

  /**
   * The next part. After null, which ends the input of all steps above, there may be more: the scan
   * asks again each time that it is pulled.
   */
  @Nullable KeyRange take();
}
