package org.pydb.calcite.catalog;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The schemas in which sessions have their temporary tables: one each, named by a number, first on
 * the session's search path, and none of anybody else's business. Stateless but for the numbers.
 */
public final class TemporarySchemas {

  /** What a session calls its own. */
  public static final String ALIAS = "pg_temp";

  private static final String PREFIX = "pg_temp_";
  private static final AtomicLong NUMBERS = new AtomicLong();

  private TemporarySchemas() {}

  /** A name that no session had since the program began. */
  public static String next() {
    return PREFIX + NUMBERS.incrementAndGet();
  }

  /** Whether a schema is one for temporary tables. */
  public static boolean isOne(String schema) {
    return schema.startsWith(PREFIX);
  }

  /** The schema that a session means by a name, which may be that of its own. */
  static String meant(String schema, List<String> searchPath) {
    return schema.equals(ALIAS)
        ? searchPath.stream().filter(TemporarySchemas::isOne).findFirst().orElse(schema)
        : schema;
  }
}
