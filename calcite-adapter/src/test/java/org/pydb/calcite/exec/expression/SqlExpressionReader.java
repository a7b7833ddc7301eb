package org.pydb.calcite.exec.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Reads the text of an SQL expression, so that tests can say what they mean: a small recursive
 * descent over PostgreSQL's grammar. Whoever makes the reader decides what becomes of literals:
 * they may be literals or columns of a batch.
 */
final class SqlExpressionReader {
  private static final Map<String, ScalarFunction> COMPARISONS =
      Map.of(
          "=", ScalarFunction.EQUALS,
          "<>", ScalarFunction.NOT_EQUALS,
          "!=", ScalarFunction.NOT_EQUALS,
          "<", ScalarFunction.LESS,
          "<=", ScalarFunction.LESS_OR_EQUAL,
          ">", ScalarFunction.GREATER,
          ">=", ScalarFunction.GREATER_OR_EQUAL);

  private final SqlTokens tokens;
  private final BiFunction<ColumnType, @Nullable Object, Expression> literals;

  private SqlExpressionReader(
      String sql, BiFunction<ColumnType, @Nullable Object, Expression> literals) {
    tokens = new SqlTokens(sql);
    this.literals = literals;
  }

  /** The expression of a text, its literals made by a function of type and value. */
  static Expression read(
      String sql, BiFunction<ColumnType, @Nullable Object, Expression> literals) {
    SqlExpressionReader reader = new SqlExpressionReader(sql, literals);
    Expression expression = reader.disjunction();
    if (!reader.tokens.atEnd()) {
      throw new IllegalArgumentException("left over: " + reader.tokens.peek());
    }
    return expression;
  }

  /** The expression of a text. */
  static Expression read(String sql) {
    return read(sql, Expressions::literal);
  }

  private Expression disjunction() {
    Expression left = conjunction();
    while (tokens.take("or")) {
      left = call(ScalarFunction.OR, left, conjunction());
    }
    return left;
  }

  private Expression conjunction() {
    Expression left = negation();
    while (tokens.take("and")) {
      left = call(ScalarFunction.AND, left, negation());
    }
    return left;
  }

  private Expression negation() {
    return tokens.take("not") ? call(ScalarFunction.NOT, negation()) : comparison();
  }

  private Expression comparison() {
    Expression left = concatenation();
    ScalarFunction comparison = COMPARISONS.get(tokens.peek());
    if (comparison != null) {
      tokens.next();
      return call(comparison, left, concatenation());
    }
    if (tokens.take("is")) {
      return test(left);
    }
    boolean not = tokens.take("not");
    Expression predicate = predicate(left);
    return not ? call(ScalarFunction.NOT, predicate) : predicate;
  }

  private Expression test(Expression operand) {
    boolean not = tokens.take("not");
    return switch (tokens.nextWord()) {
      case "null" -> call(not ? ScalarFunction.IS_NOT_NULL : ScalarFunction.IS_NULL, operand);
      case "true" -> call(not ? ScalarFunction.IS_NOT_TRUE : ScalarFunction.IS_TRUE, operand);
      case "false" -> call(not ? ScalarFunction.IS_NOT_FALSE : ScalarFunction.IS_FALSE, operand);
      default -> {
        tokens.expect("from");
        yield call(
            not ? ScalarFunction.IS_NOT_DISTINCT_FROM : ScalarFunction.IS_DISTINCT_FROM,
            operand,
            concatenation());
      }
    };
  }

  private Expression predicate(Expression left) {
    if (tokens.take("in")) {
      List<Expression> operands = new ArrayList<>(List.of(left));
      operands.addAll(arguments());
      return call(ScalarFunction.IN, operands);
    }
    if (tokens.take("between")) {
      Expression lower = concatenation();
      tokens.expect("and");
      Expression upper = concatenation();
      return call(
          ScalarFunction.AND,
          call(ScalarFunction.GREATER_OR_EQUAL, left, lower),
          call(ScalarFunction.LESS_OR_EQUAL, left, upper));
    }
    if (tokens.isNext("like") || tokens.isNext("ilike")) {
      ScalarFunction like = ScalarFunction.valueOf(tokens.next().toUpperCase(Locale.ROOT));
      Expression pattern = concatenation();
      return tokens.take("escape")
          ? call(like, left, pattern, concatenation())
          : call(like, left, pattern);
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = sum();
    while (true) {
      ScalarFunction operator =
          switch (tokens.peek()) {
            case "||" -> ScalarFunction.CONCAT_OPERATOR;
            case "&" -> ScalarFunction.BIT_AND;
            case "|" -> ScalarFunction.BIT_OR;
            case "#" -> ScalarFunction.BIT_XOR;
            case "<<" -> ScalarFunction.SHIFT_LEFT;
            case ">>" -> ScalarFunction.SHIFT_RIGHT;
            default -> null;
          };
      if (operator == null) {
        return left;
      }
      tokens.next();
      left = call(operator, left, sum());
    }
  }

  private Expression sum() {
    Expression left = product();
    while (tokens.isNext("+") || tokens.isNext("-")) {
      boolean plus = tokens.next().equals("+");
      left = call(plus ? ScalarFunction.ADD : ScalarFunction.SUBTRACT, left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (tokens.isNext("*") || tokens.isNext("/") || tokens.isNext("%")) {
      ScalarFunction operator =
          switch (tokens.next()) {
            case "*" -> ScalarFunction.MULTIPLY;
            case "/" -> ScalarFunction.DIVIDE;
            default -> ScalarFunction.MODULO;
          };
      left = call(operator, left, unary());
    }
    return left;
  }

  private Expression unary() {
    if (tokens.take("-")) {
      if (Character.isDigit(tokens.peek().charAt(0)) && !tokens.peekSecond().equals("::")) {
        return number("-" + tokens.next());
      }
      return call(ScalarFunction.NEGATE, unary());
    }
    if (tokens.take("~")) {
      return call(ScalarFunction.BIT_NOT, unary());
    }
    Expression operand = primary();
    while (tokens.take("::")) {
      operand = cast(operand, SqlTypes.parse(tokens));
    }
    return operand;
  }

  private static Expression cast(Expression operand, ColumnType type) {
    return Expressions.cast(operand, type, CastMode.EXPLICIT)
        .orElseThrow(
            () -> new IllegalArgumentException("no cast: " + operand.type() + " to " + type));
  }

  private Expression primary() {
    if (tokens.take("(")) {
      Expression inner = disjunction();
      tokens.expect(")");
      return inner;
    }
    String token = tokens.next();
    if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
      return number(token);
    }
    if (token.endsWith("'")) {
      return text(token);
    }
    return word(token.toLowerCase(Locale.ROOT));
  }

  private Expression number(String digits) {
    if (!digits.matches("-?[0-9]+")) {
      return literal(ColumnKind.NUMERIC, plain(new BigDecimal(digits)));
    }
    BigDecimal value = new BigDecimal(digits);
    if (value.unscaledValue().bitLength() >= Long.SIZE) {
      return literal(ColumnKind.NUMERIC, value);
    }
    long number = value.longValueExact();
    return literal(number == (int) number ? ColumnKind.INT32 : ColumnKind.INT64, number);
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private Expression text(String token) {
    boolean escaped = token.charAt(0) != '\'';
    String inner = token.substring(escaped ? 2 : 1, token.length() - 1).replace("''", "'");
    return literal(ColumnKind.TEXT, escaped ? inner.translateEscapes() : inner);
  }

  private Expression literal(ColumnKind kind, @Nullable Object value) {
    return literals.apply(ColumnType.of(kind), value);
  }

  private Expression word(String word) {
    return switch (word) {
      case "null" -> literal(ColumnKind.TEXT, null);
      case "true", "false" -> literal(ColumnKind.BOOLEAN, word.equals("true"));
      case "case" -> caseExpression();
      case "cast" -> castExpression();
      case "date", "timestamp", "timestamptz", "time" ->
          tokens.peek().endsWith("'")
              ? cast(primary(), SqlTypes.parse(new SqlTokens(word)))
              : function(word);
      default -> function(word);
    };
  }

  private Expression castExpression() {
    tokens.expect("(");
    Expression operand = disjunction();
    tokens.expect("as");
    Expression cast = cast(operand, SqlTypes.parse(tokens));
    tokens.expect(")");
    return cast;
  }

  private Expression caseExpression() {
    Expression subject = tokens.isNext("when") ? null : disjunction();
    List<Expression> operands = new ArrayList<>();
    while (tokens.take("when")) {
      Expression when = disjunction();
      operands.add(subject == null ? when : call(ScalarFunction.EQUALS, subject, when));
      tokens.expect("then");
      operands.add(disjunction());
    }
    operands.add(tokens.take("else") ? disjunction() : Expressions.literal(text(), null));
    tokens.expect("end");
    return call(ScalarFunction.CASE, operands);
  }

  private static ColumnType text() {
    return ColumnType.of(ColumnKind.TEXT);
  }

  private Expression function(String name) {
    ScalarFunction function = ScalarFunction.named(name);
    if (function == null) {
      throw new IllegalArgumentException("unknown function " + name);
    }
    if (function == ScalarFunction.EXTRACT) {
      tokens.expect("(");
      Expression field = Expressions.literal(text(), tokens.nextWord());
      tokens.expect("from");
      Expression operand = disjunction();
      tokens.expect(")");
      return call(function, field, operand);
    }
    return call(function, tokens.isNext("(") ? arguments() : List.of());
  }

  private List<Expression> arguments() {
    tokens.expect("(");
    List<Expression> arguments = new ArrayList<>();
    if (!tokens.take(")")) {
      do {
        arguments.add(disjunction());
      } while (tokens.take(","));
      tokens.expect(")");
    }
    return arguments;
  }

  private static Expression call(ScalarFunction function, Expression... operands) {
    return call(function, List.of(operands));
  }

  private static Expression call(ScalarFunction function, List<Expression> operands) {
    return Expressions.call(function, operands)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    function
                        + " is not known for "
                        + operands.stream().map(Expression::type).toList()));
  }
}
