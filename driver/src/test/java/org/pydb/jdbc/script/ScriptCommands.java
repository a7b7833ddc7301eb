package org.pydb.jdbc.script;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import net.hydromatic.quidem.AbstractCommand;
import net.hydromatic.quidem.Command;
import net.hydromatic.quidem.CommandHandler;
import org.jspecify.annotations.Nullable;

/**
 * What scripts can say besides what Quidem knows: {@code !refused} runs a statement that fails and
 * shows its SQLState and what the error says first, {@code !explain} shows its plan.
 */
final class ScriptCommands implements CommandHandler {

  /** What a command shows of a statement. */
  @FunctionalInterface
  private interface Show {
    void show(Statement statement, String sql, PrintWriter out) throws SQLException;
  }

  @Override
  public @Nullable Command parseCommand(List<String> lines, List<String> content, String line) {
    return switch (line) {
      case "refused" -> new Shown(lines, content, ScriptCommands::refused);
      case "explain" -> new Shown(lines, content, ScriptCommands::explain);
      default -> null;
    };
  }

  private static void refused(Statement statement, String sql, PrintWriter out) {
    try {
      statement.execute(sql);
      out.println("it is not refused");
    } catch (SQLException e) {
      out.println(e.getSQLState() + ": " + String.valueOf(e.getMessage()).split("\n", 2)[0]);
    }
  }

  private static void explain(Statement statement, String sql, PrintWriter out)
      throws SQLException {
    try (ResultSet plan = statement.executeQuery("explain " + sql)) {
      while (plan.next()) {
        out.println(plan.getString(1));
      }
    }
  }

  private static final class Shown extends AbstractCommand {
    private final List<String> lines;
    private final List<String> content;
    private final Show show;

    Shown(List<String> lines, List<String> content, Show show) {
      this.lines = List.copyOf(lines);
      this.content = List.copyOf(content);
      this.show = show;
    }

    @Override
    public void execute(Context context, boolean execute) throws Exception {
      if (execute) {
        try (Statement statement = context.connection().createStatement()) {
          show.show(statement, context.previousSqlCommand().sql, context.writer());
        }
      } else {
        context.echo(content);
      }
      context.echo(lines);
    }
  }
}
