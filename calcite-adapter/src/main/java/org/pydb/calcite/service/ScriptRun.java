package org.pydb.calcite.service;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.copy.CopyInput;
import org.pydb.calcite.dump.ScriptReader;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.parser.CopyStatement;
import org.pydb.calcite.parser.PydbParser;

/** Runs the statements of a script, one after the other. */
final class ScriptRun {
  private static final String COPY = "COPY";

  private final Session session;

  ScriptRun(Session session) {
    this.session = session;
  }

  /** Runs a script to its end; gives the number of statements. */
  long run(CopyInput in) {
    ScriptReader script = new ScriptReader(in);
    long count = 0;
    for (String sql = script.next(); sql != null; sql = script.next()) {
      try {
        run(sql, script, in);
      } catch (SqlError e) {
        throw new SqlError(
            e.state(), "line " + script.line() + " of the script: " + e.getMessage(), e);
      }
      count++;
    }
    return count;
  }

  private void run(String sql, ScriptReader script, CopyInput in) {
    if (isCopyFromStream(sql)) {
      script.skipLine();
      long unused = new CopyRun(session, sql).in(in);
      return;
    }
    try (SqlResult rows = session.prepare(sql).execute(ParameterValues.NONE, 0)) {
      while (rows.updateCount() < 0 && rows.next()) {
        // What counts is what the statement does: setval(), for one.
      }
    }
  }

  private static boolean isCopyFromStream(String sql) {
    if (!sql.stripLeading().regionMatches(true, 0, COPY, 0, COPY.length())) {
      return false;
    }
    try {
      SqlNode statement = PydbParser.parseStatement(sql);
      return statement instanceof CopyStatement copy && copy.isInto() && copy.file() == null;
    } catch (SqlParseException | RuntimeException | StackOverflowError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }
}
