package org.pydb.calcite.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlDatabases;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.golden.GoldenScript;
import org.pydb.calcite.hoist.StatementShape;

/**
 * Statements give the same with hoisted literals as without ({@code hoist_literals=off}): the same
 * rows, in the same order, with the same columns, or the same error at the same place. Each runs
 * after others of its shape, so that it finds a plan which was made for other literals.
 */
class HoistedLiteralsTest {
  private static final int ROUNDS = 2;
  private static final int RANDOM_STATEMENTS = Integer.getInteger("pydb.random.statements", 50);
  private static final int RANDOM_STATEMENTS_BRIDGED = RANDOM_STATEMENTS / 8;
  private static final List<String> ZONES = List.of("UTC", "Asia/Kolkata", "America/New_York");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "joins.txt",
        "groups.txt",
        "sub-queries.txt",
        "sets.txt",
        "orders.txt",
        "expressions.txt",
        "changes.txt",
        "constraints.txt",
        "errors.txt"
      })
  void scriptsAnswerAlike(String name) throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Pair pair = new Pair()) {
      for (String input : GoldenScript.inputs(RunScriptsTest.class, name)) {
        if (isQueryOrChange(input) && !input.contains("generate_series")) { // of 2147483647 rows
          pair.compare(withOtherLiterals(input, random), seed);
        }
        pair.compare(input, seed);
      }
    }
  }

  /** The templates ask what could go wrong: see there. */
  @Test
  void templatesAnswerAlike() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Pair pair = new Pair()) {
      List<String> templates = templates();
      for (int round = 0; round < ROUNDS; round++) {
        for (String template : templates) {
          pair.compare(filled(template, random), seed);
        }
      }
    }
  }

  /** What nobody has thought of. Each statement runs with several choices of literals. */
  @Test
  void randomStatementsAnswerAlike() throws IOException {
    answerAlike(RANDOM_STATEMENTS, Map.of());
  }

  /** The bridge compiles expressions in its own way. */
  @Test
  void randomStatementsAnswerAlikeOnTheBridge() throws IOException {
    answerAlike(RANDOM_STATEMENTS_BRIDGED, Map.of("plan", "bridge"));
  }

  private static void answerAlike(int count, Map<String, String> properties) throws IOException {
    long seed = Long.getLong("pydb.seed", System.nanoTime());
    Random random = new Random(seed);
    RandomTemplates templates = new RandomTemplates(random);
    try (Pair pair = new Pair(properties)) {
      for (int i = 0; i < count; i++) {
        String template = templates.next();
        String first = filled(template, random);
        pair.compareSorted(first, seed);
        pair.compareSorted(filled(template, random), seed);
        pair.compareSorted(withLikeLiterals(first, random), seed);
        if (random.nextInt(20) == 0) {
          pair.compare("set timezone = '" + ZONES.get(random.nextInt(ZONES.size())) + "'", seed);
        }
        pair.compareSorted(first, seed);
      }
      pair.checkThatOneHoists();
    }
  }

  private static boolean isQueryOrChange(String input) {
    return Pattern.compile("(?i)(select|insert|update|delete|with|values)\\b.*", Pattern.DOTALL)
        .matcher(input)
        .matches();
  }

  /** Two databases with the same tables; only one hoists. */
  private static final class Pair implements AutoCloseable {
    private final SqlDatabase hoisting;
    private final SqlDatabase plain;
    private final SqlSession hoistingSession;
    private final SqlSession plainSession;

    Pair() throws IOException {
      this(Map.of());
    }

    Pair(Map<String, String> properties) throws IOException {
      hoisting = open("on", properties);
      plain = open("off", properties);
      hoistingSession = hoisting.connect();
      plainSession = plain.connect();
      for (String statement : RunScriptsTest.tables().split(";\n", -1)) {
        compare(statement, 0);
      }
    }

    private static SqlDatabase open(String hoist, Map<String, String> properties) {
      Map<String, String> all = new HashMap<>(properties);
      all.putAll(Map.of("memory", "64m", "hoist_literals", hoist, "statistics", "manual"));
      return SqlDatabases.open(DatabaseLocation.memory("hoist " + hoist), all);
    }

    void compare(String input, long seed) {
      assertThat(answer(hoistingSession, input))
          .as("seed %d: %s", seed, input)
          .isEqualTo(answer(plainSession, input));
    }

    /** Compares what is given in no order that the statement asks for. */
    void compareSorted(String input, long seed) {
      assertThat(answer(hoistingSession, input).lines().sorted())
          .as("seed %d: %s", seed, input)
          .containsExactlyElementsOf(answer(plainSession, input).lines().sorted().toList());
    }

    /** So that a test does not compare two databases that both hoist nothing. */
    void checkThatOneHoists() {
      assertThat(newHits(hoistingSession)).isEqualTo(1);
      assertThat(newHits(plainSession)).isZero();
    }

    private static long newHits(SqlSession session) {
      String sql = "select id as only_here from emp where id = ";
      session.prepare(sql + 1);
      long before = hits(session);
      session.prepare(sql + 2);
      return hits(session) - before;
    }

    private static long hits(SqlSession session) {
      String figures = new Client(session).run("show plan_cache");
      Matcher hits = Pattern.compile("hits (\\d+)").matcher(figures);
      assertThat(hits.find()).isTrue();
      return Long.parseLong(hits.group(1));
    }

    private static String answer(SqlSession session, String input) {
      return described(session, input) + "\n" + new Client(session).run(input);
    }

    private static String described(SqlSession session, String input) {
      try {
        SqlStatement statement = session.prepare(input);
        return statement.kind() + " " + statement.columns() + " " + statement.parameters();
      } catch (SqlError e) {
        return e.state() + " at " + e.line() + ":" + e.column();
      }
    }

    @Override
    public void close() {
      hoistingSession.close();
      plainSession.close();
      hoisting.close();
      plain.close();
    }
  }

  // ------------------------------------------------------------------ literals

  private static String withOtherLiterals(String input, Random random) {
    StatementShape shape = StatementShape.of(input, "public");
    StringBuilder text = new StringBuilder(input);
    for (int i = shape.literalCount() - 1; i >= 0; i--) {
      if (random.nextInt(3) > 0) {
        text.replace(shape.start(i), shape.end(i), another(shape.literal(i), random));
      }
    }
    return text.toString();
  }

  /** Other literals of the same kinds, so that the statement finds the plan of the first one. */
  private static String withLikeLiterals(String input, Random random) {
    StatementShape shape = StatementShape.of(input, "public");
    StringBuilder text = new StringBuilder(input);
    for (int i = shape.literalCount() - 1; i >= 0; i--) {
      text.replace(shape.start(i), shape.end(i), like(shape.literal(i), random));
    }
    return text.toString();
  }

  private static String like(String literal, Random random) {
    if (literal.startsWith("'")) {
      return literal.startsWith("'20") ? date(random) : string(random);
    }
    return literal
        .chars()
        .mapToObj(
            c -> c == '.' ? "." : String.valueOf(random.nextInt(literal.length() > 5 ? 2 : 7)))
        .collect(Collectors.joining());
  }

  private static String another(String literal, Random random) {
    if (literal.startsWith("'")) {
      return random.nextBoolean() ? string(random) : "'" + literal.charAt(1) + "'";
    }
    if (literal.contains(".")) {
      return literal.replace('1', '7').replace('5', '2');
    }
    return random.nextInt(4) > 0 ? String.valueOf(random.nextInt(12)) : number(random);
  }

  private static String number(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "-" + random.nextInt(10);
      case 1 -> "1." + random.nextInt(10) + "0";
      case 2 -> "1000000000" + random.nextInt(10);
      case 3 -> "1e" + random.nextInt(4);
      case 4 -> "2147483647";
      case 5 -> "9223372036854775807";
      case 6 -> "0";
      default -> String.valueOf(random.nextInt(7));
    };
  }

  private static String string(Random random) {
    return switch (random.nextInt(14)) {
      case 0 -> "'Ann'";
      case 1 -> "'ab'";
      case 2 -> "'ab  '";
      case 3 -> "'2020-01-0" + random.nextInt(10) + "'";
      case 4 -> "'" + random.nextInt(7) + "'";
      case 5 -> "'it''s'";
      case 6 -> "''";
      case 7 -> "'today'";
      case 8 -> "'1.50'";
      case 9 -> "'\ud83d\ude00'";
      case 10 -> "'\ud83d'"; // Half of a character.
      case 11 -> "'a\0b'";
      case 12 -> "'a\nb'";
      default -> "'" + (char) ('a' + random.nextInt(4)) + "'";
    };
  }

  private static String date(Random random) {
    return random.nextInt(5) == 0
        ? "'2020-02-3" + random.nextInt(2) + "'"
        : "'20" + (19 + random.nextInt(4)) + "-0" + (1 + random.nextInt(8)) + "-01'";
  }

  // ------------------------------------------------------------------ templates

  /**
   * A template with literals in its places: {@code {i}} an integer, {@code {n}} a number of any
   * type, {@code {d}} a decimal, {@code {s}} a string, {@code {t}} a date as a string.
   */
  private static String filled(String template, Random random) {
    return Pattern.compile("\\{([indst])\\}")
        .matcher(template)
        .replaceAll(place -> literal(place, random).replace("\\", "\\\\").replace("$", "\\$"));
  }

  private static String literal(MatchResult place, Random random) {
    return switch (place.group(1)) {
      case "i" -> String.valueOf(random.nextInt(7));
      case "n" -> number(random);
      case "d" -> random.nextInt(4) + "." + random.nextInt(10) + (random.nextBoolean() ? "0" : "");
      case "s" -> string(random);
      default -> date(random);
    };
  }

  private static List<String> templates() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(HoistedLiteralsTest.class.getResourceAsStream("templates.txt"))) {
      return new String(stream.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
