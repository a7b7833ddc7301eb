package org.pydb.calcite.service;

import java.io.Writer;
import java.util.function.ToLongBiFunction;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.copy.CopyInput;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.hoist.StatementShape;
import org.pydb.calcite.parser.CopyStatement;
import org.pydb.calcite.parser.PydbParser;

/** A COPY whose rows the application gives or takes. */
final class CopyRun {
  private final Session session;
  private final String sql;

  CopyRun(Session session, String sql) {
    this.session = session;
    this.sql = sql;
  }

  /** Copies rows into a table; gives their number. */
  long in(CopyInput rows) {
    return run(true, (execution, copy) -> CopyIn.run(session, execution, copy, rows));
  }

  /** Writes rows; gives their number. */
  long out(Writer rows) {
    return run(false, (execution, copy) -> CopyOut.run(session, execution, sql, copy, rows));
  }

  private long run(boolean isInto, ToLongBiFunction<Execution, CopyStatement> body) {
    session.checkOpen();
    CopyStatement copy = parsed(isInto);
    StatementShape shape = session.database().shape(sql, "");
    try (Execution execution = new Execution(session, new Running(), shape).begin(0)) {
      long count = body.applyAsLong(execution, copy);
      execution.giveRows(count);
      return count;
    } catch (SqlError e) {
      throw e;
    } catch (RuntimeException e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  private CopyStatement parsed(boolean isInto) {
    SqlNode statement;
    try {
      statement = PydbParser.parseStatement(sql);
    } catch (SqlParseException | RuntimeException | StackOverflowError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
    if (statement instanceof CopyStatement copy && copy.isInto() == isInto && copy.file() == null) {
      return copy;
    }
    throw new SqlError(
        "42601",
        isInto
            ? "copyIn wants COPY … FROM STDIN; run other statements as statements"
            : "copyOut wants COPY … TO STDOUT; run other statements as statements");
  }
}
