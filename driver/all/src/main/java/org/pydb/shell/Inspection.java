package org.pydb.shell;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.inspect.FileInspector;

/** The commands that show what lies in the files: pages, page, tree and log. Stateless. */
final class Inspection {

  private Inspection() {}

  /**
   * Shows something of a database.
   *
   * @param words the command, without its backslash, and what stands behind it
   */
  static void show(Path database, List<String> words, PrintWriter out) throws CommandFailure {
    DatabaseOptions place = DatabaseOptions.at(database);
    try (FileInspector inspector = FileInspector.open(place.vfs(), place.name())) {
      show(inspector, words, out);
    } catch (EngineException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private static void show(FileInspector inspector, List<String> words, PrintWriter out)
      throws CommandFailure {
    switch (words.get(0)) {
      case "pages" -> {
        checkCount(words, 1, "pages");
        inspector.pages(out::println);
      }
      case "page" -> {
        checkCount(words, 2, "page N");
        inspector.page(number(words.get(1)), out::println);
      }
      case "tree" -> {
        checkCount(words, 2, "tree NAME");
        if (!inspector.tree(words.get(1), out::println)) {
          throw new CommandFailure(
              "the last checkpoint has no tree " + words.get(1) + ": CHECKPOINT makes a new one");
        }
      }
      default -> {
        checkCount(words, 1, "log");
        inspector.log(out::println);
      }
    }
  }

  private static void checkCount(List<String> words, int count, String usage)
      throws CommandFailure {
    if (words.size() != count) {
      throw new CommandFailure("expected " + usage);
    }
  }

  private static long number(String word) throws CommandFailure {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new CommandFailure(word + " is no number of a page");
    }
  }
}
