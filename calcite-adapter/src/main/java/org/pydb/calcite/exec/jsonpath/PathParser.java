package org.pydb.calcite.exec.jsonpath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.regex.RegexOptions;
import org.pydb.calcite.exec.regex.RegularExpression;

/**
 * Reads a path.
 *
 * <pre>
 * path       = [ strict | lax ] or
 * or         = and { || and }
 * and        = condition { && condition }
 * condition  = ! condition | sum [ comparison sum | starts with … | like_regex … | is unknown ]
 * sum        = product { + product }
 * product    = signed { * signed }
 * signed     = [ + | - ] signed | value { step }
 * value      = $ | $name | @ | last | number | string | true … | ( or ) | exists ( or )
 * step       = .key | .* | .** | .method() | [ … ] | ? ( or )
 * </pre>
 */
final class PathParser {

  /** How deep parentheses may nest. */
  private static final int DEPTH_MAX = 500;

  private static final Set<String> METHODS =
      Set.of(
          "type",
          "size",
          "double",
          "ceiling",
          "floor",
          "abs",
          "keyvalue",
          "bigint",
          "integer",
          "number",
          "decimal",
          "boolean",
          "string");

  private static final Set<String> COMPARISONS =
      Set.of("==", "=", "!=", "<>", "<", "<=", ">", ">=");

  private final List<PathToken> tokens;
  private int at;
  private int depth;
  private boolean isStrict;

  private PathParser(String text) {
    tokens = PathToken.read(text);
  }

  /**
   * The path of a text.
   *
   * @throws SqlError 42601 if it is none
   */
  static JsonPath parse(String text) {
    PathParser parser = new PathParser(text);
    parser.isStrict = parser.skipWord("strict");
    if (!parser.isStrict) {
      parser.skipWord("lax");
    }
    PathStep path = parser.or();
    if (parser.peek().kind() != PathToken.Kind.END) {
      throw parser.unexpected();
    }
    return new JsonPath(path, parser.isStrict);
  }

  // ------------------------------------------------------------------ conditions

  private PathStep or() {
    if (++depth > DEPTH_MAX) {
      throw new SqlError("54001", "the JSON path is nested too deeply");
    }
    PathStep left = and();
    while (skip("||")) {
      left = new PathStep.Or(condition(left), condition(and()));
    }
    depth--;
    return left;
  }

  private PathStep and() {
    PathStep left = comparison();
    while (skip("&&")) {
      left = new PathStep.And(condition(left), condition(comparison()));
    }
    return left;
  }

  private PathStep condition(PathStep step) {
    if (!step.isCondition()) {
      throw unexpected();
    }
    return step;
  }

  private PathStep comparison() {
    if (skip("!")) {
      return new PathStep.Not(condition(comparison()));
    }
    PathStep left = sum();
    if (COMPARISONS.contains(peek().text()) && peek().kind() == PathToken.Kind.SIGN) {
      String operator = next().text();
      return new PathStep.Compare(operator, left, sum());
    }
    if (skipWord("starts")) {
      expectWord("with");
      return new PathStep.StartsWith(left, sum());
    }
    if (skipWord("like_regex")) {
      return likeRegex(left);
    }
    if (left.isCondition() && skipWord("is")) {
      expectWord("unknown");
      return new PathStep.IsUnknown(left);
    }
    return left;
  }

  private PathStep likeRegex(PathStep left) {
    String pattern = string();
    String flags = skipWord("flag") ? string() : "";
    RegexOptions options = RegexOptions.of(flags.replace('m', 'n'));
    return new PathStep.LikeRegex(left, RegularExpression.of(pattern, options));
  }

  // ------------------------------------------------------------------ numbers

  private PathStep sum() {
    PathStep left = product();
    while (isSign("+") || isSign("-")) {
      left = new PathStep.Arithmetic(next().text().charAt(0), left, product());
    }
    return left;
  }

  private PathStep product() {
    PathStep left = signed();
    while (isSign("*") || isSign("/") || isSign("%")) {
      left = new PathStep.Arithmetic(next().text().charAt(0), left, signed());
    }
    return left;
  }

  private PathStep signed() {
    if (isSign("+") || isSign("-")) {
      boolean isMinus = next().text().equals("-");
      return new PathStep.Sign(isMinus, signed());
    }
    PathStep step = value();
    for (PathStep longer = step(step); longer != null; longer = step(step)) {
      step = longer;
    }
    return step;
  }

  // ------------------------------------------------------------------ values and steps

  private PathStep value() {
    PathToken token = next();
    switch (token.kind()) {
      case NUMBER -> {
        return new PathStep.Constant(new Json.Numeric(new BigDecimal(token.text())));
      }
      case STRING -> {
        return new PathStep.Constant(new Json.Text(token.text()));
      }
      case VARIABLE -> {
        return new PathStep.Variable(token.text());
      }
      case WORD -> {
        return word(token);
      }
      default -> {
        if (token.text().equals("$")) {
          return new PathStep.Root();
        }
        if (token.text().equals("@")) {
          return new PathStep.Current();
        }
        if (token.text().equals("(")) {
          PathStep inner = or();
          expect(")");
          return inner;
        }
        at--;
        throw unexpected();
      }
    }
  }

  private PathStep word(PathToken token) {
    switch (token.text()) {
      case "true", "false" -> {
        return new PathStep.Constant(Json.Word.of(token.text().equals("true")));
      }
      case "null" -> {
        return new PathStep.Constant(Json.Word.NULL);
      }
      case "last" -> {
        return new PathStep.Last();
      }
      case "exists" -> {
        expect("(");
        PathStep path = or();
        expect(")");
        return new PathStep.Exists(path);
      }
      default -> {
        at--;
        throw unexpected();
      }
    }
  }

  /** The step that follows; null if there is none. */
  private @Nullable PathStep step(PathStep from) {
    if (skip(".")) {
      return named(from);
    }
    if (skip(".**")) {
      return below(from);
    }
    if (skip("[")) {
      return elements(from);
    }
    if (skip("?")) {
      expect("(");
      PathStep filter = new PathStep.Filter(from, condition(or()));
      expect(")");
      return filter;
    }
    return null;
  }

  private PathStep named(PathStep from) {
    if (skip("*")) {
      return new PathStep.AnyMember(from);
    }
    PathToken token = next();
    boolean isName = token.kind() == PathToken.Kind.WORD || token.kind() == PathToken.Kind.STRING;
    if (!isName) {
      at--;
      throw unexpected();
    }
    boolean isMethod = token.kind() == PathToken.Kind.WORD && isSign("(");
    return isMethod ? method(from, token.text()) : new PathStep.Member(from, token.text());
  }

  private PathStep method(PathStep from, String name) {
    if (!METHODS.contains(name)) {
      throw new SqlError("0A000", "the method ." + name + "() of JSON paths is not supported");
    }
    List<Integer> arguments = new ArrayList<>();
    expect("(");
    while (!isSign(")")) {
      boolean isMinus = skip("-");
      int number = number();
      arguments.add(isMinus ? -number : number);
      if (!isSign(")")) {
        expect(",");
      }
    }
    expect(")");
    if (arguments.size() > (name.equals("decimal") ? 2 : 0)) {
      throw unexpected();
    }
    return new PathStep.Method(from, name, List.copyOf(arguments));
  }

  private PathStep below(PathStep from) {
    int least = 0;
    int most = Integer.MAX_VALUE;
    if (skip("{")) {
      least = level();
      most = skipWord("to") ? level() : least;
      expect("}");
    }
    return new PathStep.Below(from, least, most);
  }

  private int level() {
    return skipWord("last") ? Integer.MAX_VALUE : number();
  }

  private PathStep elements(PathStep from) {
    if (skip("*")) {
      expect("]");
      return new PathStep.AnyElement(from);
    }
    List<PathStep.Range> ranges = new ArrayList<>();
    do {
      PathStep first = sum();
      ranges.add(new PathStep.Range(first, skipWord("to") ? sum() : null));
    } while (skip(","));
    expect("]");
    return new PathStep.Elements(from, List.copyOf(ranges));
  }

  // ------------------------------------------------------------------ tokens

  private PathToken peek() {
    return tokens.get(Math.min(at, tokens.size() - 1));
  }

  private PathToken next() {
    PathToken token = peek();
    at++;
    return token;
  }

  private boolean isSign(String sign) {
    return peek().kind() == PathToken.Kind.SIGN && peek().text().equals(sign);
  }

  private boolean skip(String sign) {
    boolean found = isSign(sign);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String sign) {
    if (!skip(sign)) {
      throw unexpected();
    }
  }

  private boolean skipWord(String word) {
    boolean found = peek().kind() == PathToken.Kind.WORD && peek().text().equals(word);
    at += found ? 1 : 0;
    return found;
  }

  private void expectWord(String word) {
    if (!skipWord(word)) {
      throw unexpected();
    }
  }

  private String string() {
    if (peek().kind() != PathToken.Kind.STRING) {
      throw unexpected();
    }
    return next().text();
  }

  private int number() {
    if (peek().kind() != PathToken.Kind.NUMBER) {
      throw unexpected();
    }
    try {
      return new BigDecimal(peek().text()).intValueExact();
    } catch (ArithmeticException e) {
      throw unexpected();
    } finally {
      at++;
    }
  }

  private SqlError unexpected() {
    PathToken token = peek();
    String place = token.kind() == PathToken.Kind.END ? "end of input" : "\"" + token.text() + "\"";
    return new SqlError(
        "42601",
        "syntax error at " + place + " of jsonpath input, character " + (token.place() + 1));
  }
}
