package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.EngineClause;
import org.pydb.engine.schema.TableDefinition;

/**
 * Which engine keeps a table: what {@code USING} says, and the name that the table's definition has
 * for it. The log engine has a name for each of its indexes, {@code log} and then the index.
 */
public final class TableEngine {
  private static final String LOG = "log";
  private static final String INDEX = "index";
  private static final String DEFAULT_INDEX = "skip_list";

  /** PostgreSQL's name for where tables are if nobody says otherwise. */
  private static final String HEAP = "heap";

  private TableEngine() {}

  /**
   * The name of the engine that a clause asks for.
   *
   * @param known the names that there are
   */
  static String of(@Nullable EngineClause clause, Collection<String> known) {
    if (clause == null) {
      return TableDefinition.BTREE;
    }
    String name = clause.engine().getSimple();
    if (name.equals(HEAP)) {
      name = TableDefinition.BTREE;
    }
    if (name.contains("-") || !known.contains(name)) {
      List<String> names = new ArrayList<>(known);
      names.removeIf(other -> other.contains("-"));
      throw new PlacedError(
          clause.engine(),
          "42704",
          "access method \"" + name + "\" does not exist: there are " + String.join(", ", names));
    }
    return name.equals(LOG) ? logWith(clause) : withoutOptions(clause, name);
  }

  private static String withoutOptions(EngineClause clause, String name) {
    if (!clause.options().isEmpty()) {
      throw unknown(clause.options().get(0), "engine " + name + " has none");
    }
    return name;
  }

  private static String logWith(EngineClause clause) {
    String index = DEFAULT_INDEX;
    for (int i = 0; i < clause.options().size(); i += 2) {
      SqlNode option = clause.options().get(i);
      if (i > 0 || !word(option).equals(INDEX)) {
        throw unknown(option, "engine log has one, index");
      }
      index = word(clause.options().get(i + 1));
      switch (index) {
        case DEFAULT_INDEX, "btree", "persistent" -> {}
        case "hash" ->
            throw new PlacedError(
                clause.options().get(i + 1),
                "0A000",
                "a table cannot have a hash index, which has no order of keys: choose skip_list,"
                    + " btree or persistent");
        default ->
            throw new PlacedError(
                clause.options().get(i + 1),
                "22023",
                "there is no index \""
                    + index
                    + "\" for engine log: choose skip_list, btree or"
                    + " persistent");
      }
    }
    return index.equals(DEFAULT_INDEX) ? LOG : LOG + "-" + index;
  }

  private static String word(SqlNode node) {
    return ((SqlIdentifier) node).getSimple();
  }

  private static PlacedError unknown(SqlNode option, String what) {
    return new PlacedError(
        option, "22023", "unrecognized parameter \"" + word(option) + "\": " + what);
  }

  /** What stands behind {@code CREATE TABLE … (…)} for a table; empty for the default. */
  public static String clause(TableDefinition table) {
    if (!table.isStored()) {
      return "";
    }
    String engine = table.engine();
    return engine.startsWith(LOG + "-")
        ? " USING log WITH (index = " + engine.substring(LOG.length() + 1) + ")"
        : " USING " + engine;
  }
}
