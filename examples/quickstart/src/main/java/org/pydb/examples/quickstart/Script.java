package org.pydb.examples.quickstart;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/** SQL in files beside this class. A statement ends with a semicolon at the end of a line. */
final class Script {

  /**
   * A query with the question that it answers.
   *
   * @param text the question in plain words: the comment above the query
   * @param sql the query
   */
  record Question(String text, String sql) {
    static Question parse(String statement) {
      int endOfLine = statement.indexOf('\n');
      return new Question(
          statement.substring("-- ".length(), endOfLine), statement.substring(endOfLine + 1));
    }
  }

  private Script() {}

  /** Runs the statements of a file. */
  static void run(Connection connection, String file) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements(file)) {
        statement.execute(sql);
      }
    }
  }

  /** The queries of a file, each with the question in the line above it. */
  static List<Question> questions(String file) throws IOException {
    return statements(file).stream().map(Question::parse).toList();
  }

  private static List<String> statements(String file) throws IOException {
    return Arrays.stream(read(file).split(";\\R"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String read(String file) throws IOException {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
