package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BOOLEAN;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.regex.RegexOptions;
import org.pydb.calcite.exec.regex.RegularExpression;
import org.pydb.calcite.exec.regex.SimilarPattern;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnKind;

/** Registers the functions and operators that look for regular expressions. Stateless. */
final class RegexFunctions {

  private RegexFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    registerMatches(binders);
    each(binders, ScalarFunction.REGEXP_LIKE, BOOLEAN, RegexFunctions::like, 2, TEXT, TEXT, TEXT);
    each(
        binders,
        ScalarFunction.REGEXP_COUNT,
        INT32,
        RegexFunctions::count,
        2,
        TEXT,
        TEXT,
        INT32,
        TEXT);
    each(
        binders,
        ScalarFunction.REGEXP_SUBSTR,
        TEXT,
        RegexFunctions::substr,
        2,
        TEXT,
        TEXT,
        INT32,
        INT32,
        TEXT,
        INT32);
    each(
        binders,
        ScalarFunction.REGEXP_INSTR,
        INT32,
        RegexFunctions::instr,
        2,
        TEXT,
        TEXT,
        INT32,
        INT32,
        INT32,
        TEXT,
        INT32);
    Overloads.of(ScalarFunction.REGEXP_REPLACE, binders)
        .formPerExecution(TEXT, with(RegexFunctions::replace), TEXT, TEXT, TEXT)
        .formPerExecution(TEXT, with(RegexFunctions::replace), TEXT, TEXT, TEXT, TEXT)
        .formPerExecution(TEXT, with(RegexFunctions::replace), TEXT, TEXT, TEXT, INT32)
        .formPerExecution(TEXT, with(RegexFunctions::replace), TEXT, TEXT, TEXT, INT32, INT32)
        .formPerExecution(
            TEXT, with(RegexFunctions::replace), TEXT, TEXT, TEXT, INT32, INT32, TEXT);
  }

  private static void registerMatches(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.REGEX_MATCH, binders)
        .formPerExecution(
            BOOLEAN, with((search, in) -> search.matches(in, RegexOptions.NONE)), TEXT, TEXT);
    Overloads.of(ScalarFunction.REGEX_MATCH_ANY_CASE, binders)
        .formPerExecution(
            BOOLEAN,
            with((search, in) -> search.matches(in, RegexOptions.IGNORING_CASE)),
            TEXT,
            TEXT);
    Overloads.of(ScalarFunction.REGEX_SUBSTRING, binders)
        .formPerExecution(TEXT, with((search, in) -> search.substring(in)), TEXT, TEXT);
    Overloads.of(ScalarFunction.SIMILAR_TO, binders)
        .formPerExecution(BOOLEAN, with((search, in) -> search.similar(in)), TEXT, TEXT)
        .formPerExecution(BOOLEAN, with((search, in) -> search.similar(in)), TEXT, TEXT, TEXT);
  }

  /** Registers a form for each number of operands from {@code least} on. */
  private static void each(
      Map<ScalarFunction, Binder> binders,
      ScalarFunction function,
      ColumnKind result,
      BiFunction<Search, Call, @Nullable Object> body,
      int least,
      ColumnKind... parameters) {
    Overloads overloads = Overloads.of(function, binders);
    for (int count = least; count <= parameters.length; count++) {
      overloads.formPerExecution(result, with(body), Arrays.copyOf(parameters, count));
    }
  }

  private static java.util.function.Function<EvaluationContext, RowFunction> with(
      BiFunction<Search, Call, @Nullable Object> body) {
    return context -> {
      Search search = new Search(context::checkCanceled);
      return (in, row, out) -> set(out, row, body.apply(search, new Call(in, row)));
    };
  }

  private static void set(Vector out, int row, @Nullable Object value) {
    if (value == null || value instanceof String) {
      TextResult.set(out, row, (String) value);
    } else {
      ((LongVector) out)
          .set(row, value instanceof Boolean truth ? (truth ? 1 : 0) : (Integer) value);
    }
  }

  /** One call: the operands in one row. */
  private record Call(Arguments in, int row) {
    String text(int operand) {
      return in.getString(operand, row);
    }

    String text(int operand, String otherwise) {
      return operand < in.count() ? text(operand) : otherwise;
    }

    /** A number that must be at least so great. */
    int number(int operand, int otherwise, int least, String name) {
      int number = operand < in.count() ? in.getInt(operand, row) : otherwise;
      if (number < least) {
        throw new SqlError("22023", "invalid value for parameter \"" + name + "\": " + number);
      }
      return number;
    }
  }

  /** The expression of the last call and the text that is searched. */
  private static final class Search {
    private final Runnable check;
    private String source = "";
    private RegexOptions options = RegexOptions.NONE;
    private @Nullable RegularExpression expression;
    private String text = "";

    Search(Runnable check) {
      this.check = check;
    }

    RegularExpression begin(String newText, String newSource, RegexOptions newOptions) {
      RegularExpression now = expression;
      if (now == null || !newSource.equals(source) || !newOptions.equals(options)) {
        now = RegularExpression.of(newSource, newOptions);
        expression = now;
        source = newSource;
        options = newOptions;
      }
      text = newText;
      now.search(newText, check);
      return now;
    }

    /** Options of a function that finds all by itself and takes no {@code g}. */
    RegularExpression begin(Call in, String letters, String function) {
      RegexOptions given = RegexOptions.of(letters);
      if (given.global()) {
        throw new SqlError("22023", function + " does not support the \"global\" option");
      }
      return begin(in.text(0), in.text(1), given);
    }

    boolean matches(Call in, RegexOptions options) {
      return begin(in.text(0), in.text(1), options).find(0);
    }

    boolean similar(Call in) {
      String pattern = SimilarPattern.toRegularExpression(in.text(1), in.text(2, "\\"));
      return begin(in.text(0), pattern, RegexOptions.NONE).find(0);
    }

    /** The first group's match, or the whole one's if there is no group. */
    @Nullable String substring(Call in) {
      RegularExpression regex = begin(in.text(0), in.text(1), RegexOptions.NONE);
      return regex.find(0) ? group(regex, Math.min(1, regex.groupCount())) : null;
    }

    @Nullable String group(RegularExpression regex, int group) {
      return regex.start(group) < 0 ? null : text.substring(regex.start(group), regex.end(group));
    }

    /** Where the character with a number from 1 begins; behind the text if there is none. */
    int place(int start) {
      int characters = text.codePointCount(0, text.length());
      return start - 1 > characters ? text.length() + 1 : text.offsetByCodePoints(0, start - 1);
    }

    /** Finds the match with a number from 1. */
    boolean find(RegularExpression regex, int from, int number) {
      int at = from;
      for (int found = 1; at <= text.length() && regex.find(at); found++) {
        if (found == number) {
          return true;
        }
        at = next(regex);
      }
      return false;
    }

    /** Where to look for the next match: an empty one is not found twice. */
    int next(RegularExpression regex) {
      int end = regex.end(0);
      if (end > regex.start(0)) {
        return end;
      }
      return end < text.length() ? end + Character.charCount(text.codePointAt(end)) : end + 1;
    }
  }

  private static Object like(Search search, Call in) {
    return search.begin(in, in.text(2, ""), "regexp_like()").find(0);
  }

  private static Object count(Search search, Call in) {
    int start = in.number(2, 1, 1, "start");
    RegularExpression regex = search.begin(in, in.text(3, ""), "regexp_count()");
    int count = 0;
    int at = search.place(start);
    while (at <= search.text.length() && regex.find(at)) {
      count++;
      at = search.next(regex);
    }
    return count;
  }

  private static @Nullable Object substr(Search search, Call in) {
    int start = in.number(2, 1, 1, "start");
    int number = in.number(3, 1, 1, "n");
    int group = in.number(5, 0, 0, "subexpr");
    RegularExpression regex = search.begin(in, in.text(4, ""), "regexp_substr()");
    boolean isFound =
        group <= regex.groupCount() && search.find(regex, search.place(start), number);
    return isFound ? search.group(regex, group) : null;
  }

  private static Object instr(Search search, Call in) {
    int start = in.number(2, 1, 1, "start");
    int number = in.number(3, 1, 1, "n");
    int end = in.number(4, 0, 0, "endoption");
    if (end > 1) {
      throw new SqlError("22023", "invalid value for parameter \"endoption\": " + end);
    }
    int group = in.number(6, 0, 0, "subexpr");
    RegularExpression regex = search.begin(in, in.text(5, ""), "regexp_instr()");
    boolean isFound =
        group <= regex.groupCount() && search.find(regex, search.place(start), number);
    if (!isFound || regex.start(group) < 0) {
      return 0;
    }
    int at = end == 1 ? regex.end(group) : regex.start(group);
    return search.text.codePointCount(0, at) + 1;
  }

  /** Replaces the first match, with the letter {@code g} all, or the one with a number. */
  private static Object replace(Search search, Call in) {
    boolean isNumbered = in.in().count() > 3 && in.in().vector(3) instanceof LongVector;
    RegexOptions options = RegexOptions.of(in.text(isNumbered ? 5 : 3, ""));
    int start = isNumbered ? in.number(3, 1, 1, "start") : 1;
    boolean isNthGiven = isNumbered && in.in().count() > 4;
    int number = isNthGiven ? in.number(4, 1, 0, "n") : options.global() ? 0 : 1;
    RegularExpression regex =
        search.begin(
            in.text(0),
            in.text(1),
            new RegexOptions(
                false,
                options.ignoresCase(),
                options.dotExcludesNewline(),
                options.anchorsAtNewlines(),
                options.literal(),
                options.expanded()));
    return replaced(search, regex, in.text(2), search.place(start), number);
  }

  private static String replaced(
      Search search, RegularExpression regex, String replacement, int from, int number) {
    String text = search.text;
    StringBuilder out = new StringBuilder();
    int copied = 0;
    int at = from;
    for (int found = 1; at <= text.length() && regex.find(at); found++) {
      if (number == 0 || found == number) {
        out.append(text, copied, regex.start(0));
        replace(search, regex, replacement, out);
        copied = regex.end(0);
        if (found == number) {
          break;
        }
      }
      at = search.next(regex);
    }
    return out.append(text, copied, text.length()).toString();
  }

  /** {@code \1} to {@code \9} are groups, {@code \&} the whole match. */
  private static void replace(
      Search search, RegularExpression regex, String replacement, StringBuilder out) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c != '\\' || i + 1 == replacement.length()) {
        out.append(c);
        continue;
      }
      char next = replacement.charAt(++i);
      if (next == '&' || (next >= '1' && next <= '9')) {
        int group = next == '&' ? 0 : next - '0';
        String part = group <= regex.groupCount() ? search.group(regex, group) : null;
        out.append(part == null ? "" : part);
      } else if (next == '\\') {
        out.append(next);
      } else {
        out.append(c).append(next);
      }
    }
  }
}
