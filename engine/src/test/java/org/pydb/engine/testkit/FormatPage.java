package org.pydb.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tables of {@code docs/file-format.md}, for tests to compare with what the code does. */
public final class FormatPage {
  private static final Path PAGE = Path.of("../docs/file-format.md");

  private FormatPage() {}

  /** The rows of the table below a heading, as cells. */
  public static List<List<String>> table(String heading) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int from = lines.indexOf("### " + heading);
    assertThat(from).as("heading " + heading).isNotNegative();
    return lines.stream()
        .skip(from)
        .dropWhile(line -> !line.startsWith("| -"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .map(FormatPage::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  /**
   * Checks that a table draws these bytes: fields follow each other without a gap, and each holds
   * its value.
   *
   * @param values of the fields, by their names up to the first colon; those that are called {@code
   *     zero} need none
   */
  public static void check(String heading, byte[] bytes, Map<String, BigInteger> values)
      throws IOException {
    List<List<String>> rows = table(heading);
    int end = Integer.parseInt(rows.get(0).get(0));
    for (List<String> row : rows) {
      String field = row.get(2).split("[:,]", -1)[0];
      int offset = Integer.parseInt(row.get(0));
      assertThat(offset).as(field + ": where the field before it ends").isEqualTo(end);
      end = offset + Integer.parseInt(row.get(1));
      BigInteger found = new BigInteger(1, Arrays.copyOfRange(bytes, offset, end));
      assertThat(values.containsKey(field) || field.equals("zero")).as(field).isTrue();
      assertThat(found).as(field).isEqualTo(values.getOrDefault(field, BigInteger.ZERO));
    }
    assertThat(rows.stream().map(row -> row.get(2).split("[:,]", -1)[0]))
        .as("fields of " + heading)
        .containsAll(values.keySet());
    assertThat(end).as("where the last field ends").isEqualTo(bytes.length);
  }
}
