package org.pydb.calcite.parser;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.pydb.calcite.error.PlacedError;

/** The orders of texts that a statement may name: there is one, that of UTF-8 bytes. Stateless. */
public final class Collations {

  /** The names that PostgreSQL has for it. */
  private static final Set<String> NAMES =
      Set.of("c", "posix", "ucs_basic", "default", "c.utf-8", "c.utf8");

  private Collations() {}

  /**
   * Looks whether a name means the only order that there is.
   *
   * @throws PlacedError 0A000 if it does not
   */
  public static void check(SqlIdentifier name, SqlParserPos place) {
    String last = name.names.get(name.names.size() - 1);
    if (!NAMES.contains(last.toLowerCase(Locale.ROOT))) {
      throw new PlacedError(
          place,
          "0A000",
          "collation \""
              + last
              + "\" is not supported: texts are compared by their UTF-8 bytes (COLLATE \"C\"); for"
              + " another order, sort by an expression such as lower(…)");
    }
  }
}
