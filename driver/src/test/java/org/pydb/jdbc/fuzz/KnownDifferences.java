package org.pydb.jdbc.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The differences that are explained, from the resource {@code differences.txt}: a line for each,
 * with the reason and a pattern that is looked for in the query and both answers. Immutable.
 */
final class KnownDifferences {

  /** The only instance. */
  static final KnownDifferences ALL = new KnownDifferences();

  private final Map<String, Pattern> known = new LinkedHashMap<>();

  private KnownDifferences() {
    try (InputStream in = KnownDifferences.class.getResourceAsStream("differences.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] fields = line.split(" +;; +", 2);
          known.put(fields[0].strip(), Pattern.compile(fields[1].strip(), Pattern.DOTALL));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What patterns are looked for in. */
  static String text(String sql, Answer own, Dialect dialect, Answer other) {
    return sql + "\npydb: " + own + "\n" + dialect.product + ": " + other;
  }

  /** Why the answers in a text differ; null if that is not known. */
  @Nullable String reason(String text) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(text).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
