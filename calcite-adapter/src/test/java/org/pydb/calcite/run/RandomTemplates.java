package org.pydb.calcite.run;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes up statements with places for literals ({@code {i}}, {@code {n}}, {@code {d}}, {@code {s}},
 * {@code {t}}: see {@link HoistedLiteralsTest}). Most are right; literals stand in all places where
 * one can stand, alone and as parts of tokens, types, hints and comments.
 */
final class RandomTemplates {
  private static final List<String> INTEGERS =
      List.of("id", "dept_id", "grade", "big", "score", "salary");
  private static final List<String> STRINGS = List.of("name", "code");
  private static final List<String> NUMBERS_OF_KINDS =
      List.of("i2", "i4", "i8", "f4", "f8", "n", "d2");
  private static final List<String> COMPARISONS =
      List.of("=", "=", "=", "<>", "<", ">=", "is distinct from", "is not distinct from");
  private static final List<String> SPACES =
      List.of(
          " ", " ", " ", " ", " ", " ", " ", "\n", "\t", " /* {s} */ ", " -- it's {i}\n", "\r\n");

  private final Random random;

  RandomTemplates(Random random) {
    this.random = random;
  }

  /** The next statement. */
  String next() {
    String statement =
        switch (random.nextInt(9)) {
          case 0 -> insert();
          case 1 -> update();
          case 2 -> "delete from t1 where " + ofT1();
          case 3 -> grouped();
          case 4 -> joined();
          case 5 -> "select i4, s, d from kinds where " + condition(2, this::ofKinds);
          default -> selected();
        };
    return spaced(statement);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Other spaces between words, where no literal is in the way. */
  private String spaced(String statement) {
    StringBuilder spaced = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < statement.length(); i++) {
      char c = statement.charAt(i);
      isQuoted ^= c == '\'';
      spaced.append(c == ' ' && !isQuoted ? pick(SPACES) : c);
    }
    return spaced.toString();
  }

  // ------------------------------------------------------------------ statements

  private String selected() {
    String select =
        "select " + pick(List.of("*", "id", "id, name, {n} as x", "name, {s}", "salary * {d}"));
    return select
        + " from emp where "
        + condition(3, this::ofEmp)
        + pick(List.of("", " order by id", " order by 1", " order by id + {i} limit {i}"));
  }

  private String grouped() {
    return "select dept_id + {i}, count(*), sum({n}) from emp where "
        + condition(2, this::ofEmp)
        + " group by dept_id + {i}"
        + pick(List.of("", " having count(*) <> {i}", " having dept_id + {i} = {i}"));
  }

  private String joined() {
    return "select e.id, d.name from emp e "
        + pick(List.of("join", "left join", "full join"))
        + " dept d on e.dept_id = d.id and "
        + pick(List.of("d.id = ", "e.grade <> ", "d.budget <> ", "d.boss = "))
        + number()
        + pick(List.of("", " where e.id <> {i}", " where d.name = {s} or e.hired = {t}"));
  }

  private String insert() {
    if (random.nextInt(4) == 0) {
      return "insert into t1 select id + {i}, {n} from emp where " + condition(1, this::ofEmp);
    }
    if (random.nextBoolean()) {
      return "insert into t1 values " + rows(() -> "(" + number() + ", " + number() + ")");
    }
    return "insert into kinds (i2, i8, n, d2, s, v, d, b, c) values "
        + rows(
            () ->
                "({n}, {n}, "
                    + number()
                    + ", "
                    + number()
                    + ", "
                    + string()
                    + ", {s}, {t}, 'f', {s})");
  }

  private String rows(Supplier<String> row) {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(i -> row.get())
        .collect(Collectors.joining(", "));
  }

  private String update() {
    return switch (random.nextInt(3)) {
      case 0 -> "update t1 set a = " + number() + ", b = b + " + number() + " where " + ofT1();
      case 1 -> "update kinds set s = " + string() + ", d = {t} where i2 = " + number();
      default -> "update kinds set d2 = d2 * " + number() + ", v = {s} where s = " + string();
    };
  }

  // ------------------------------------------------------------------ conditions

  private String condition(int depth, Supplier<String> atom) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return atom.get();
    }
    String left = condition(depth - 1, atom);
    return switch (random.nextInt(5)) {
      case 0 -> "not (" + left + ")";
      case 1, 2 -> "(" + left + " or " + condition(depth - 1, atom) + ")";
      default -> left + " and " + condition(depth - 1, atom);
    };
  }

  private String ofT1() {
    return compared(pick(List.of("a", "b", "a + b", "a - {i}")), this::number);
  }

  private String ofKinds() {
    return switch (random.nextInt(6)) {
      case 0 -> compared(pick(List.of("s", "v", "c")), this::string);
      case 1 -> compared(pick(List.of("d", "ts", "tz")), this::date);
      case 2 -> "b = {s}";
      default -> compared(pick(NUMBERS_OF_KINDS), this::number);
    };
  }

  private String ofEmp() {
    return switch (random.nextInt(14)) {
      case 0, 1 -> compared(pick(STRINGS), this::string);
      case 2 -> compared("hired", this::date);
      case 3 -> "id between " + number() + " and " + number();
      case 4 -> "name like " + pick(List.of("{s}", "'%' || {s}", "'A%'"));
      case 5 -> "id in (select id from dept where boss = {i} or name = {s})";
      case 6 -> "exists (select {i} from dept d where d.id = emp.dept_id and d.boss <> {n})";
      case 7 -> "salary > (select avg(budget) from dept where id = " + number() + ")";
      case 8 -> "case when id = {i} then {i} else {i} end = {i}";
      case 9 -> "(id, dept_id) = ({i}, {i})";
      case 10 -> "id " + pick(List.of("+", "-", "*", "/", "%")) + " " + number() + " = " + number();
      default -> compared(pick(INTEGERS), this::number);
    };
  }

  private String compared(String column, Supplier<String> literal) {
    return switch (random.nextInt(8)) {
      case 0 ->
          column
              + pick(List.of(" in (", " not in ("))
              + IntStream.rangeClosed(0, random.nextInt(4))
                  .mapToObj(i -> literal.get())
                  .collect(Collectors.joining(", "))
              + ")";
      case 1 -> literal.get() + " " + pick(COMPARISONS) + " " + column;
      case 2 -> column + " = " + literal.get() + pick(List.of(" or ", " and ")) + column + " = {i}";
      default -> column + " " + pick(COMPARISONS) + " " + literal.get();
    };
  }

  // ------------------------------------------------------------------ literals and their like

  private String number() {
    return isPlain()
        ? pick(List.of("{i}", "{i}", "{n}", "{d}"))
        : pick(
            List.of(
                "-{i}",
                "- {n}",
                "-/* {i} */{i}",
                "+{i}",
                "-(-{i})",
                "({n})",
                "{i}e2",
                "{i}.",
                ".{i}",
                "{i} * {i}",
                "{i} / {i}",
                "-{d}",
                "null",
                "cast({s} as int)",
                "{s}::numeric",
                "{i}::bigint",
                "99999999999999999999",
                "9223372036854775808",
                "coalesce(null, {i})",
                "{s}",
                "abs({n})",
                "(select {i})",
                "length({s})"));
  }

  private String string() {
    return isPlain()
        ? "{s}"
        : pick(
            List.of(
                "N{s}",
                "E{s}",
                "E'a\\'b'",
                "e'\\' {i} '",
                "u&'\\0041nn'",
                "{s}\n{s}",
                "{s} {s}",
                "{s} || {s}",
                "cast({s} as char(3))",
                "cast({s} as varchar({i}))",
                "upper({s})",
                "({s})",
                "null",
                "{i}",
                "'A' || 'nn'",
                "x'0{i}'"));
  }

  private String date() {
    return isPlain()
        ? "{t}"
        : pick(
            List.of(
                "date {t}",
                "timestamp '2020-01-01 00:00:0{i}'",
                "cast({t} as date)",
                "{t}::timestamp",
                "date {t} + interval '{i}' day",
                "{d {t}}",
                "'today'",
                "{s}",
                "null"));
  }

  private boolean isPlain() {
    return random.nextInt(3) > 0;
  }
}
