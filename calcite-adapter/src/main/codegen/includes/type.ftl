<#-- Names of types, and the cast that PostgreSQL writes after a value. -->

/**
 * Parses the types that PostgreSQL calls otherwise than Calcite does, or means otherwise: FLOAT is
 * double precision, and a TIMESTAMP WITH TIME ZONE is an instant.
 */
SqlTypeNameSpec PostgresTypeName() :
{
    final Span s = Span.of();
    final int precision;
    final SqlTypeName type;
    final SqlIntervalQualifier fields;
}
{
    <BOOL> { return new SqlBasicTypeNameSpec(SqlTypeName.BOOLEAN, getPos()); }
|
    <INT2> { return new SqlBasicTypeNameSpec(SqlTypeName.SMALLINT, getPos()); }
|
    <INT4> { return new SqlBasicTypeNameSpec(SqlTypeName.INTEGER, getPos()); }
|
    <INT8> { return new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, getPos()); }
|
    <FLOAT4> { return new SqlBasicTypeNameSpec(SqlTypeName.REAL, getPos()); }
|
    <FLOAT8> { return new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, getPos()); }
|
    <FLOAT> { s.add(this); }
    precision = PrecisionOpt() { return PostgresType.floating(precision, s.end(this)); }
|
    <TEXT> { return PostgresType.TEXT.spec(getPos()); }
|
    <BPCHAR> { s.add(this); }
    precision = PrecisionOpt() {
        return precision < 0
            ? PostgresType.BPCHAR.spec(s.end(this))
            : new SqlBasicTypeNameSpec(SqlTypeName.CHAR, precision, s.end(this));
    }
|
    <INTERVAL> { s.add(this); }
    fields = IntervalFieldsOpt() {
        return new OpaqueTypeSpec(OpaqueType.Kind.INTERVAL, fields, s.end(this));
    }
|
    <JSON> { return new OpaqueTypeSpec(OpaqueType.Kind.JSON, getPos()); }
|
    <JSONB> { return new OpaqueTypeSpec(OpaqueType.Kind.JSONB, getPos()); }
|
    <BYTEA> { return PostgresType.BYTEA.spec(getPos()); }
|
    <SMALLSERIAL> { return PostgresType.SMALLSERIAL.spec(getPos()); }
|
    <SERIAL> { return PostgresType.SERIAL.spec(getPos()); }
|
    <BIGSERIAL> { return PostgresType.BIGSERIAL.spec(getPos()); }
|
    <TIMESTAMPTZ> { s.add(this); }
    precision = PrecisionOpt() { return PostgresType.instant(precision, s.end(this)); }
|
    <TIMESTAMP> { s.add(this); }
    precision = PrecisionOpt()
    type = TimeZoneOpt(false) {
        return type == SqlTypeName.TIMESTAMP
            ? new SqlBasicTypeNameSpec(type, precision, s.end(this))
            : PostgresType.instant(precision, s.end(this));
    }
}

/** Parses the fields of an interval, or how many digits its seconds have; null if it has them all. */
SqlIntervalQualifier IntervalFieldsOpt() :
{
    final SqlIntervalQualifier fields;
    final int digits;
}
{
    LOOKAHEAD({
        getToken(1).kind == YEAR
            || getToken(1).kind == MONTH
            || getToken(1).kind == DAY
            || getToken(1).kind == HOUR
            || getToken(1).kind == MINUTE
            || getToken(1).kind == SECOND
    })
    fields = IntervalQualifier() { return fields; }
|
    digits = PrecisionOpt() {
        return digits < 0
            ? null
            : new SqlIntervalQualifier(TimeUnit.SECOND, digits, null, -1, getPos());
    }
}

/** Parses {@code []} or {@code ARRAY} behind the type of elements. */
SqlTypeNameSpec ArraySuffix(SqlTypeNameSpec element) :
{
}
{
    (
        <LBRACKET> [ <UNSIGNED_INTEGER_LITERAL> ] <RBRACKET>
    |
        <ARRAY> [ LOOKAHEAD(2) <LBRACKET> <UNSIGNED_INTEGER_LITERAL> <RBRACKET> ]
    )
    {
        return new ArrayTypeSpec(CastSuffix.element(element), element.getParserPos().plus(getPos()));
    }
}

/** Parses {@code ::type} after an expression. */
void CastSuffix(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(CastSuffix.OPERATOR, getPos()));
    }
    type = DataType() { list.add(type); }
}

/** Parses {@code jsonb '{}'}. */
SqlNode TypedString() :
{
    final SqlDataTypeSpec type;
    final SqlNode text;
}
{
    type = DataType()
    text = StringLiteral() {
        return SqlStdOperatorTable.CAST.createCall(
            type.getParserPosition().plus(getPos()), text, type);
    }
}

/** Parses {@code AT TIME ZONE zone} after an expression. */
void TimeZoneSuffix(List<Object> list, ExprContext exprContext, Span s) :
{}
{
    <AT> <TIME> <ZONE> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(OperatorSymbol.AT_TIME_ZONE, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** Parses PostgreSQL's own operators, and what comes after them. */
void OperatorSuffix(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator op;
}
{
    (
        <MATCH_SIGN> { op = ScalarOperators.MATCH; }
    |
        <MATCH_ANY_CASE_SIGN> { op = ScalarOperators.MATCH_ANY_CASE; }
    |
        <NO_MATCH_SIGN> { op = OperatorSymbol.NO_MATCH; }
    |
        <NO_MATCH_ANY_CASE_SIGN> { op = OperatorSymbol.NO_MATCH_ANY_CASE; }
    |
        <STARTS_WITH_SIGN> { op = ScalarOperators.STARTS_WITH; }
    |
        <VERTICAL_BAR> { op = ScalarOperators.BIT_OR; }
    |
        <BIT_XOR_SIGN> { op = ScalarOperators.BIT_XOR; }
    |
        <SHIFT_RIGHT_SIGN> { op = ScalarOperators.SHIFT_RIGHT; }
    |
        <LAMBDA> { op = JsonOperators.MEMBER; }
    |
        <ARROW_TEXT> { op = JsonOperators.MEMBER_TEXT; }
    |
        <AT_PATH> { op = JsonOperators.PATH; }
    |
        <AT_PATH_TEXT> { op = JsonOperators.PATH_TEXT; }
    |
        <PATH_DELETION> { op = JsonOperators.PATH_DELETION; }
    |
        <CONTAINS_SIGN> { op = JsonOperators.CONTAINS; }
    |
        <CONTAINED_SIGN> { op = JsonOperators.CONTAINED; }
    |
        <OVERLAPS_SIGN> { op = JsonOperators.OVERLAPS; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(op, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** Parses ROW(…), which is no call of a function named row. */
SqlNode RowCall() :
{
    final Span s;
    final SqlNodeList values;
}
{
    <ROW> { s = span(); }
    values = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY) {
        return SqlStdOperatorTable.ROW.createCall(s.end(values), values.getList());
    }
}
