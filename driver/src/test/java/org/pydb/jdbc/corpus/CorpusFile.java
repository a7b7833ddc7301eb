package org.pydb.jdbc.corpus;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import net.hydromatic.sqllogictest.SltTestFile;
import org.jspecify.annotations.Nullable;

/**
 * A file of the corpus, read as <a
 * href="https://www.sqlite.org/sqllogictest/doc/trunk/about.wiki">its authors</a> define it, by one
 * who calls itself {@value #NAME}: records that are not for that one are passed over.
 */
final class CorpusFile {
  private static final String NAME = "postgresql";

  private final BufferedReader reader;
  private final String path;
  private final Consumer<CorpusRecord> records;
  private int lines;
  private int passedOver;

  private CorpusFile(BufferedReader reader, String path, Consumer<CorpusRecord> records) {
    this.reader = reader;
    this.path = path;
    this.records = records;
  }

  /** The paths of all files, in order. */
  static List<String> paths() throws Exception {
    String jar = SltTestFile.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (JarFile file = new JarFile(new File(jar))) {
      return file.stream().map(Object::toString).filter(p -> p.endsWith(".test")).sorted().toList();
    }
  }

  /** Reads a file from its beginning to its end; returns how many records were not for us. */
  static int read(String path, Consumer<CorpusRecord> records) throws IOException {
    InputStream in = SltTestFile.class.getResourceAsStream("/" + path);
    if (in == null) {
      throw new IOException("the corpus has no file " + path);
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      CorpusFile file = new CorpusFile(reader, path, records);
      file.read();
      return file.passedOver;
    }
  }

  private void read() throws IOException {
    boolean isForUs = true;
    for (String line = next(); line != null; line = next()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("#", 2)[0].trim().split("\\s+");
      switch (words[0]) {
        case "skipif" -> isForUs &= !words[1].equals(NAME);
        case "onlyif" -> isForUs &= words[1].equals(NAME);
        case "hash-threshold" -> {} // How answers were written, which reading them shows.
        case "halt" -> {
          if (isForUs) {
            return;
          }
          isForUs = true;
        }
        case "statement", "query" -> {
          CorpusRecord read = words[0].equals("query") ? query(words) : statement(words);
          if (isForUs) {
            records.accept(read);
          } else {
            passedOver++;
          }
          isForUs = true;
        }
        default -> throw new IOException(path + ":" + lines + ": what is " + words[0] + "?");
      }
    }
  }

  private CorpusRecord statement(String[] words) throws IOException {
    CorpusRecord.Kind kind =
        words[1].equals("ok") ? CorpusRecord.Kind.STATEMENT_OK : CorpusRecord.Kind.STATEMENT_ERROR;
    int line = lines;
    return new CorpusRecord(line, kind, sql(), "", CorpusRecord.Order.NOSORT, List.of());
  }

  private CorpusRecord query(String[] words) throws IOException {
    int line = lines;
    CorpusRecord.Order order =
        words.length < 3
            ? CorpusRecord.Order.NOSORT
            : CorpusRecord.Order.valueOf(words[2].toUpperCase(Locale.ROOT));
    String sql = sql();
    List<String> answer = new ArrayList<>();
    for (String value = next(); value != null && !value.isEmpty(); value = next()) {
      answer.add(value);
    }
    return new CorpusRecord(line, CorpusRecord.Kind.QUERY, sql, words[1], order, answer);
  }

  private String sql() throws IOException {
    StringBuilder sql = new StringBuilder();
    for (String line = next(); line != null && !line.isEmpty(); line = next()) {
      if (line.equals("----")) {
        break;
      }
      sql.append(sql.length() == 0 ? "" : "\n").append(line);
    }
    return sql.toString();
  }

  private @Nullable String next() throws IOException {
    lines++;
    return reader.readLine();
  }
}
