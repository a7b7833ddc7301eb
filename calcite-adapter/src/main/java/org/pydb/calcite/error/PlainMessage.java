package org.pydb.calcite.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of Calcite's messages in PostgreSQL's words, with its SQLSTATE.
 *
 * @param state the SQLSTATE
 * @param text what is wrong, and the nearest name if one was not found
 */
record PlainMessage(String state, String text) {

  private static final String SYNTAX = "42601";

  /** Of each of Calcite's messages, by its name there: the SQLSTATE and our words. */
  private static final String WORDS =
      """
      objectNotFound                 42P01 relation "{0}" does not exist
      objectNotFoundWithin           42P01 relation "{1}.{0}" does not exist
      objectNotFoundDidYouMean       42P01 relation "{0}" does not exist
      objectNotFoundWithinDidYouMean 42P01 relation "{1}.{0}" does not exist
      tableNameNotFound              42P01 relation "{0}" does not exist
      tableNameNotFoundDidYouMean    42P01 relation "{0}" does not exist
      tableNotFound                  42P01 relation "{0}" does not exist
      notTemporalTable               0A000 rows of the past are not kept: FOR SYSTEM_TIME AS OF is not supported. Keep a column for the time
      cannotCallTableFunctionHere    0A000 {0} gives rows, which is supported in FROM only
      columnNotFound                 42703 column "{0}" does not exist
      columnNotFoundDidYouMean       42703 column "{0}" does not exist
      columnNotFoundInTable          42703 column "{1}.{0}" does not exist
      columnNotFoundInTableDidYouMean 42703 column "{1}.{0}" does not exist
      unknownIdentifier              42703 column "{0}" does not exist
      unknownField                   42703 column "{0}" does not exist
      unknownTargetColumn            42703 column "{0}" does not exist
      duplicateTargetColumn          42701 column "{0}" is set more than once
      duplicateNameInColumnList      42701 column "{0}" is named more than once
      duplicateColumnName            42701 column "{0}" is named more than once
      aliasListDuplicate             42701 column "{0}" is named more than once
      aliasListDegree                42P10 the table has {0} columns, but {2} are named
      columnAmbiguous                42702 column "{0}" is ambiguous: say of which table
      columnInUsingNotUnique         42702 column "{0}" of USING or NATURAL is ambiguous
      fromAliasDuplicate             42712 table name "{0}" is used more than once
      validatorUnknownFunction       42883 function {0} does not exist
      functionUndefined              42883 function {0} does not exist
      functionNotFound               42883 function {0} does not exist
      wrongNumberOfParam             42883 {0} was given {1} arguments; it expects {2}
      wrongNumOfArguments            42883 wrong number of arguments
      typeNotComparable              42883 {0} cannot be compared with {1}
      typeNotComparableNear          42883 {0} cannot be compared with {1}
      unknownDatatypeName            42704 type "{0}" does not exist
      typeNotFound                   42704 type "{0}" does not exist
      typeNotSupported               42704 type "{0}" does not exist
      windowNotFound                 42704 window "{0}" does not exist
      cannotCastValue                42846 cannot cast type {0} to {1}
      incompatibleValueType          42804 the values of {0} have no common type
      incompatibleTypesInList        42804 the values of the list have no common type
      illegalMixingOfTypes           42804 the results of CASE or COALESCE have no common type
      columnTypeMismatchInSetop      42804 column {0} of {1} has no common type
      naturalOrUsingColumnNotCompatible 42804 column "{0}" is {1} on one side, {2} on the other
      condMustBeBoolean              42804 the argument of {0} must be boolean
      havingMustBeBoolean            42804 the argument of HAVING must be boolean
      filterMustBeBoolean            42804 the argument of FILTER must be boolean
      expectedBoolean                42804 a boolean is expected
      typeNotAssignable              42804 column "{0}" is of type {1} but the value is of type {3}
      columnCountMismatchInSetop     42601 each query of {0} must have the same number of columns
      unequalRowSizes                42601 rows have different numbers of columns
      onlyScalarSubQueryAllowed      42601 a sub-query here must return one column
      joinRequiresCondition          42601 a join needs ON, USING or NATURAL; else say CROSS JOIN
      unmatchInsertColumn            42601 INSERT names {0} columns but gives {1} values
      selectStarRequiresFrom         42601 SELECT * needs a FROM clause
      notGroupExpr                   42803 {0} must be in GROUP BY or in an aggregate function
      aggregateIllegalInClause       42803 aggregate functions are not allowed in {0}
      aggregateIllegalInOrderBy      42803 ORDER BY aggregates, but the query has no groups
      nestedAggIllegal               42803 aggregate functions cannot be nested
      aggregateInFilterIllegal       42803 aggregate functions are not allowed in FILTER
      notSelectDistinctExpr          42P10 with DISTINCT, ORDER BY {0} must be selected too
      orderByOrdinalOutOfRange       42P10 that position is not in the select list
      dynamicParamIllegal            42P18 the type of this parameter is unknown: cast it
      absentOverClause               42P20 a window function needs an OVER clause
      windowedAggregateIllegalInClause 42P20 window functions are not allowed in {0}
      windowInHavingNotAllowed       42P20 window functions are not allowed in HAVING
      badLowerBoundary               42P20 a frame cannot start with UNBOUNDED FOLLOWING
      badUpperBoundary               42P20 a frame cannot end with UNBOUNDED PRECEDING
      overNonAggregate               42809 OVER needs a window or aggregate function
      filterNonAggregate             42809 FILTER needs an aggregate function
      insertIntoAlwaysGenerated      428C9 column "{0}" is generated: no value can be given
      numberLiteralOutOfRange        22003 the number {0} is out of range
      dateLiteralOutOfRange          22008 the date {0} is out of range
      illegalLiteral                 22007 invalid {0}: '{1}'
      unsupportedIntervalLiteral     22007 invalid interval: {0}
      illegalNonQueryExpression      42601 a query is expected: SELECT, VALUES or TABLE
      illegalQueryExpression         42601 a query that stands for a value needs parentheses around it
      illegalJoinExpression          42601 a join stands in FROM only
      illegalRowExpression           42601 a row cannot stand here
      illegalOrderBy                 42601 ORDER BY cannot stand here
      invalidOrderByPos              42601 ORDER BY cannot stand here
      aliasMustBeSimpleIdentifier    42601 an alias is one name, without a schema
      windowNameMustBeSimple         42601 the name of a window is one name, without a schema
      crossJoinDisallowsCondition    42601 CROSS JOIN takes neither ON nor USING nor NATURAL
      naturalDisallowsOnOrUsing      42601 NATURAL takes neither ON nor USING
      defaultNotAllowed              42601 DEFAULT is not allowed in this context
      disallowsNullTreatment         42601 {0} takes neither IGNORE NULLS nor RESPECT NULLS
      columnCountMismatch            42P10 there are more or fewer names than columns
      starRequiresRecordType         42P01 what stands before .* is no table in FROM
      identifierTooLong              42622 the name "{0}" is longer than {1} characters
      columnNotNullable              23502 column "{0}" is NOT NULL and has no default: it needs a value
      groupingArgument               42803 the arguments of {0} must be expressions of GROUP BY
      groupingInAggregate            42803 the arguments of {0} must be expressions of GROUP BY
      groupingInWrongClause          42803 {0} is not allowed here: use it in SELECT, HAVING or ORDER BY
      aggregateInWithinGroupIllegal  42803 aggregate functions cannot be nested
      aggregateMissingWithinGroupClause 42809 {0} needs WITHIN GROUP (ORDER BY …)
      withinGroupClauseIllegalInAggregate 42809 {0} takes no WITHIN GROUP
      withinGroupNotAllowed          42809 {0} takes no WITHIN GROUP
      functionQuantifierNotAllowed   42809 DISTINCT is specified, but {0} is not an aggregate function
      recursiveWithMustHaveUnionSetOp 42P19 a recursive query has the form: query UNION [ALL] recursive query
      recursiveWithMustHaveTwoChildUnionSetOp 42P19 a recursive query has the form: query UNION [ALL] recursive query
      duplicateWindowName            42P20 a window of that name is already defined
      dupWindowSpec                  42P20 a window of that name is already defined
      followingBeforePrecedingError  42P20 a frame that starts from a following row cannot have preceding rows
      currentRowFollowingError       42P20 a frame that starts from a following row cannot end with the current row
      currentRowPrecedingError       42P20 a frame that starts from the current row cannot have preceding rows
      compoundOrderByProhibitsRange  42P20 RANGE with an offset needs exactly one column in ORDER BY
      overMissingOrderBy             42P20 RANGE with an offset needs exactly one column in ORDER BY
      orderByDataTypeProhibitsRange  0A000 RANGE with an offset is not supported for the type of the column in ORDER BY
      orderByRangeMismatch           0A000 RANGE with an offset of this type is not supported for the column in ORDER BY
      funcNeedsOrderBy               42P20 a window for ranks that has a frame needs ORDER BY
      rankWithFrame                  42P20 this function takes no frame: leave ROWS, RANGE or GROUPS out
      refWindowWithFrame             42P20 a window that has a frame cannot be copied
      partitionNotAllowed            42P20 PARTITION BY of the window that is referred to cannot be overridden
      orderByOverlap                 42P20 ORDER BY of the window that is referred to cannot be overridden
      cannotOverrideWindowAttribute  42P20 what the window that is referred to says cannot be overridden
      rowMustBeNonNegativeIntegral   22013 the offset of a frame must not be negative
      windowHasNegativeSize          22013 the frame ends before it begins
      invalidSampleSize              2202H the percentage of TABLESAMPLE must be between 0 and 100
      illegalIntervalLiteral         22007 invalid interval: {0}
      intervalFieldExceedsPrecision  22015 the field {0} of the interval is out of range
      unicodeEscapeMalformed         22025 invalid Unicode escape: four digits from 0 to 9 and A to F are expected
      invalidLiteral                 22P02 invalid {1}: '{0}'
      binaryLiteralOdd               22P02 a binary literal needs an even number of digits
      binaryLiteralInvalid           22P02 a binary literal has only the digits 0 to 9 and A to F
      invalidPrecisionForDecimalType 22023 numeric precision {0} must be between 1 and 38
      invalidScaleForDecimalType     22023 numeric scale {0} must be between 0 and the precision
      """;

  private static final Map<String, PlainMessage> PLAIN =
      WORDS
          .lines()
          .map(line -> line.split(" +", 3))
          .collect(Collectors.toMap(word -> word[0], word -> new PlainMessage(word[1], word[2])));

  private static final Pattern ANGLE_TYPE =
      Pattern.compile("<([A-Z_]+)(\\(\\d+(?:, \\d+)?\\))?([A-Z_ ]*)>");

  private static final Set<String> CONNECTIVES = Set.of("AND", "OR", "NOT");

  private static final Map<String, String> TYPE_WORDS =
      Map.ofEntries(
          Map.entry("VARCHAR", "text"),
          Map.entry("CHARACTER", "text"),
          Map.entry("CHAR", "character"),
          Map.entry("DECIMAL", "numeric"),
          Map.entry("DOUBLE", "double precision"),
          Map.entry("VARBINARY", "bytea"),
          Map.entry("BINARY", "bytea"),
          Map.entry("TIMESTAMP_WITH_LOCAL_TIME_ZONE", "timestamp with time zone"),
          Map.entry("NULL", "unknown"));

  /** The plain form of Calcite's text. */
  static PlainMessage of(String calciteText, Suggestions suggestions) {
    ResourceMessages.Match match = ResourceMessages.match(calciteText);
    if (match == null) {
      return new PlainMessage(SYNTAX, calciteText);
    }
    if (match.key().equals("canNotApplyOp2Type")) {
      return wrongOperands(match.arguments().get(0), match.arguments().get(1));
    }
    if (match.key().equals("invalidArgCount")) {
      return wrongCount(match.arguments().get(0), match.arguments().get(1));
    }
    PlainMessage plain = PLAIN.get(match.key());
    if (plain == null) {
      return new PlainMessage(SYNTAX, calciteText);
    }
    boolean isAboutTypes = match.key().equals("cannotCastValue");
    String filled = plain.text;
    for (int i = 0; i < match.arguments().size(); i++) {
      String argument = match.arguments().get(i);
      String word = isAboutTypes ? "<" + argument.replace(" NOT NULL", "") + ">" : argument;
      filled = filled.replace("{" + i + "}", plain(word));
    }
    return new PlainMessage(plain.state, filled + suggestion(plain.state, match, suggestions));
  }

  /** {@code '='} and {@code '<INTEGER> = <VARCHAR>'}: which operator, on what. */
  private static PlainMessage wrongOperands(String operator, String operands) {
    String application = plain(strip(operands));
    if (CONNECTIVES.contains(operator)) {
      return new PlainMessage("42804", "the arguments of " + operator + " must be boolean");
    }
    if (operator.equals("$SCALAR_QUERY")) {
      return new PlainMessage(SYNTAX, "a sub-query that stands for a value must have one column");
    }
    if (operator.equals("$ANY") || operator.equals("$ALL")) {
      return new PlainMessage(
          "42809", "ANY and ALL need an array of such values or a query in parentheses");
    }
    if (operator.equals("$OVERLAPS")) {
      return new PlainMessage(
          "42883", "OVERLAPS takes pairs of dates or times, or of one and an interval");
    }
    boolean isWord = Character.isLetter(operator.charAt(0));
    return new PlainMessage(
        "42883",
        (isWord ? "function does not exist: " : "operator does not exist: ")
            + (isWord ? application.toLowerCase(Locale.ROOT) : application)
            + "; an explicit cast may help");
  }

  private static PlainMessage wrongCount(String function, String count) {
    String arguments = count.equals("1") ? " argument" : " arguments";
    return new PlainMessage(
        "42883", "function " + function.toLowerCase(Locale.ROOT) + " expects " + count + arguments);
  }

  private static String strip(String quoted) {
    return quoted.startsWith("'") && quoted.endsWith("'")
        ? quoted.substring(1, quoted.length() - 1)
        : quoted;
  }

  /** The text with {@code <INTEGER>} and the like in PostgreSQL's names. */
  private static String plain(String text) {
    Matcher types = ANGLE_TYPE.matcher(text);
    return types.replaceAll(
        type -> {
          String name = type.group(1);
          String word = TYPE_WORDS.getOrDefault(name, name.toLowerCase(Locale.ROOT));
          return Matcher.quoteReplacement(word);
        });
  }

  private static String suggestion(
      String state, ResourceMessages.Match match, Suggestions suggestions) {
    String name = match.arguments().isEmpty() ? "" : match.arguments().get(0);
    String instead =
        switch (state) {
          case "42P01" -> OtherDialects.relation(lastPart(name));
          case "42703" -> OtherDialects.column(lastPart(name));
          case "42883" -> OtherDialects.function(functionName(name));
          default -> null;
        };
    if (instead != null) {
      return "; in pydb: " + instead;
    }
    String nearest =
        switch (state) {
          case "42P01" -> nearest(lastPart(name), suggestions.tables());
          case "42703" -> nearest(lastPart(name), suggestions.columns());
          case "42883" -> nearest(functionName(name), suggestions.functions());
          default -> null;
        };
    return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
  }

  private static @Nullable String nearest(String name, Collection<String> candidates) {
    String nearest = NearestName.of(name, candidates);
    return name.equals(nearest) ? null : nearest;
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String functionName(String signature) {
    int parenthesis = signature.indexOf('(');
    return (parenthesis < 0 ? signature : signature.substring(0, parenthesis))
        .toLowerCase(Locale.ROOT);
  }
}
