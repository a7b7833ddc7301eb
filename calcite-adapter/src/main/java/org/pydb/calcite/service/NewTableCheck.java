package org.pydb.calcite.service;

import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.plan.Planner;
import org.pydb.calcite.plan.PlanningCatalog;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * Tries whether the defaults and checks of a new table make sense, before anybody has to insert
 * into it: an insert of nothing but defaults is planned, which takes them all.
 */
final class NewTableCheck {
  private NewTableCheck() {}

  static void check(Session session, TableDefinition table, Transaction now) {
    PlanningCatalog tables = session.database().tables(now.catalog(), true);
    String insert =
        "insert into " + quoted(table.schema()) + "." + quoted(table.name()) + " default values";
    try {
      Planner.plan(insert, tables, session.planOptions());
    } catch (SqlError e) {
      String message = String.valueOf(e.getMessage());
      // The place that it shows is in the insert, which nobody has written.
      int place = message.indexOf('\n');
      throw new SqlError(
          e.state(),
          "table \"" + table.name() + "\": " + (place < 0 ? message : message.substring(0, place)),
          e);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
