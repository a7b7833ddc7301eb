package org.pydb.shell;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * What may stand where the cursor is: commands, keywords, tables, and the columns of the tables
 * that the statement names (or of all, before it names one).
 */
final class Completion implements Completer {
  private static final String KEYWORDS =
      "ADD ALL ALTER ANALYZE AND AS ASC BEGIN BETWEEN BY CASCADE CASE CAST CHECK CHECKPOINT COLUMN"
          + " COMMENT COMMIT CONFLICT CONSTRAINT COPY CREATE CROSS DATABASE DEFAULT DELETE DESC"
          + " DISTINCT DO DROP ELSE END EXCEPT EXISTS EXPLAIN FALSE FILTER FOREIGN FROM FULL"
          + " GENERATED GRANT GROUP HAVING IDENTITY IF IN INDEX INNER INSERT INTERSECT INTO IS JOIN"
          + " KEY LEFT LIKE LIMIT MATERIALIZED MERGE NATURAL NOT NOTHING NULL OFFSET ON OR ORDER"
          + " OUTER OVER PARTITION PRIMARY RECURSIVE REFERENCES REFRESH RELEASE RENAME RESET"
          + " RETURNING RIGHT ROLLBACK ROW SAVEPOINT SCHEMA SELECT SEQUENCE SET SHOW TABLE TEMPORARY"
          + " THEN TO TRANSACTION TRUE TRUNCATE UNION UNIQUE UPDATE USING VACUUM VALUES VIEW WHEN"
          + " WHERE WINDOW WITH";

  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}_$]+");
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_$]*");

  private final Connection connection;

  Completion(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void complete(LineReader reader, ParsedLine typed, List<Candidate> candidates) {
    String before = typed.line().substring(0, typed.cursor() - typed.word().length());
    if (typed.word().startsWith(Splitter.COMMAND) && before.isBlank()) {
      for (String usage : Commands.HELP.keySet()) {
        for (String word : usage.split(" ", -1)) {
          if (word.startsWith(Splitter.COMMAND)) {
            candidates.add(new Candidate(word));
          }
        }
      }
      return;
    }
    boolean isUpper = typed.word().equals(typed.word().toUpperCase(Locale.ROOT));
    if (!before.stripLeading().startsWith(Splitter.COMMAND)) {
      for (String keyword : KEYWORDS.split(" ", -1)) {
        boolean keepsCase = isUpper && !typed.word().isEmpty();
        candidates.add(new Candidate(keepsCase ? keyword : keyword.toLowerCase(Locale.ROOT)));
      }
    }
    try {
      addNames(typed.line(), candidates);
    } catch (SQLException e) {
      // No names then: what is typed may still run, and tell what is wrong.
    }
  }

  private void addNames(String line, List<Candidate> candidates) throws SQLException {
    Set<String> words =
        new HashSet<>(Arrays.asList(NOT_WORD.split(line.toLowerCase(Locale.ROOT), -1)));
    Set<String> tables = new TreeSet<>();
    try (ResultSet rows = connection.getMetaData().getTables(null, null, "%", null)) {
      while (rows.next()) {
        boolean isSystem = isSystem(rows.getString("TABLE_SCHEM"));
        String name = rows.getString("TABLE_NAME");
        if (!isSystem || words.contains(rows.getString("TABLE_SCHEM"))) {
          tables.add(name);
        }
      }
    }
    boolean namesOne = tables.stream().anyMatch(words::contains);
    Set<String> columns = new TreeSet<>();
    try (ResultSet rows = connection.getMetaData().getColumns(null, null, "%", "%")) {
      while (rows.next()) {
        String table = rows.getString("TABLE_NAME");
        if (tables.contains(table) && (!namesOne || words.contains(table))) {
          columns.add(rows.getString("COLUMN_NAME"));
        }
      }
    }
    tables.forEach(name -> candidates.add(candidate(name, "tables")));
    columns.forEach(name -> candidates.add(candidate(name, "columns")));
  }

  private static boolean isSystem(String schema) {
    return schema.equals("pg_catalog")
        || schema.equals("information_schema")
        || schema.equals("pydb");
  }

  private static Candidate candidate(String name, String group) {
    String text =
        PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    return new Candidate(text, name, group, null, null, null, true);
  }
}
