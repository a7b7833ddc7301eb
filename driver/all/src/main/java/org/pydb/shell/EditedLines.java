package org.pydb.shell;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a person types: with history, completion, and statements of several lines that are
 * edited as a whole.
 */
final class EditedLines implements LineSource {
  private static final String PROMPT = "pydb> ";
  private static final String ROWS_PROMPT = ">> ";

  private final LineReader reader;

  /** Lines of a statement that was typed and not asked for yet. */
  private final Deque<String> typed = new ArrayDeque<>();

  private long line;

  EditedLines(Terminal terminal, Completion completion) {
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("pydb")
            .parser(new StatementParser())
            .completer(completion)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P    > ")
            .variable(LineReader.INDENTATION, 0)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.INSERT_TAB, true)
            .build();
  }

  @Override
  public @Nullable String next(boolean isContinued) {
    while (typed.isEmpty()) {
      boolean unused = Thread.interrupted(); // A Ctrl-C that came too late for the last statement.
      try {
        String text = reader.readLine(isContinued ? ROWS_PROMPT : PROMPT);
        typed.addAll(Arrays.asList(text.split("\n", -1)));
      } catch (UserInterruptException e) {
        // What was typed is forgotten.
      } catch (EndOfFileException e) {
        return null;
      }
    }
    line++;
    return typed.removeFirst();
  }

  @Override
  public String place(long place) {
    return "";
  }

  @Override
  public long line() {
    return line;
  }
}
