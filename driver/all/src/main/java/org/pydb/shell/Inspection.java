package org.pydb.shell;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import org.pydb.engine.DatabaseOptions;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.inspect.FileInspector;
import org.pydb.jdbc.url.DatabasePlace;
import org.pydb.jdbc.url.DatabaseUrl;

/** The commands that show what lies in the files: pages, page, tree and log. Stateless. */
final class Inspection {

  private Inspection() {}

  /**
   * Shows something of a database.
   *
   * @param person knows the key of an encrypted one, if the target does not hold it
   * @param words the command, without its backslash, and what stands behind it
   */
  static void show(Target target, KeySource person, List<String> words, PrintWriter out)
      throws CommandFailure, SQLException {
    DatabaseUrl database = target.parsed();
    if (!(database.place() instanceof DatabasePlace.File file)) {
      throw new CommandFailure("this database lives in memory: it has no pages in a file");
    }
    DatabaseOptions place = DatabaseOptions.at(file.path());
    try (FileInspector inspector =
        FileInspector.open(place.vfs(), place.name(), key(database, person))) {
      show(inspector, words, out);
    } catch (EngineException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private static KeySource key(DatabaseUrl database, KeySource person) {
    return () -> {
      char[] given = database.key().get();
      return given == null ? person.key() : given;
    };
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
      long number = Long.parseLong(word);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new CommandFailure(word + " is no number of a page");
  }
}
