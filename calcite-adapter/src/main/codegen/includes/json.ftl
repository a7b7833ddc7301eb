<#-- SQL's own functions on JSON, and JSON_TABLE. Words that are none elsewhere are told by their text. -->

/** Parses JSON_EXISTS, JSON_VALUE or JSON_QUERY. */
SqlNode SqlJsonCall() :
{
    final Span s;
    final JsonCall json;
}
{
    (
        <JSON_EXISTS> { s = span(); json = new JsonCall(JsonCall.Kind.EXISTS); }
    |
        <JSON_VALUE> { s = span(); json = new JsonCall(JsonCall.Kind.VALUE); }
    |
        <JSON_QUERY> { s = span(); json = new JsonCall(JsonCall.Kind.QUERY); }
    )
    <LPAREN>
    JsonContext(json)
    JsonClauses(json)
    <RPAREN>
    { return json.toCall(s.end(this)); }
}

/** Parses a value, a path into it, and what the path's variables stand for. */
void JsonContext(JsonCall json) :
{
    SqlNode e;
}
{
    e = Expression(ExprContext.ACCEPT_NON_QUERY) { json.context(e); }
    JsonFormatOpt()
    <COMMA>
    e = Expression(ExprContext.ACCEPT_NON_QUERY) { json.path(e); }
    [ <AS> SimpleIdentifier() ]
    [ <PASSING> JsonVariable(json) ( <COMMA> JsonVariable(json) )* ]
}

void JsonVariable(JsonCall json) :
{
    final SqlNode value;
    final SqlIdentifier name;
}
{
    value = Expression(ExprContext.ACCEPT_NON_QUERY)
    [ <FORMAT> <JSON> ]
    <AS> name = SimpleIdentifier() { json.pass(name, value); }
}

/** Parses what becomes of what a path finds. */
void JsonClauses(JsonCall json) :
{
    final SqlDataTypeSpec type;
    char wrapper = 'u';
}
{
    [
        <RETURNING> type = DataType() { json.returning(type); }
        [ <FORMAT> <JSON> ]
    ]
    [
        <WITHOUT> [ <CONDITIONAL> | <UNCONDITIONAL> ] [ <ARRAY> ] <WRAPPER> { json.wrapper('n'); }
    |
        <WITH> [ <CONDITIONAL> { wrapper = 'c'; } | <UNCONDITIONAL> ] [ <ARRAY> ] <WRAPPER> {
            json.wrapper(wrapper);
        }
    ]
    [
        LOOKAHEAD({ isWord(1, "keep") })
        <IDENTIFIER> JsonQuotes() { json.quotes('k'); }
    |
        <OMIT> JsonQuotes() { json.quotes('o'); }
    ]
    ( JsonBehavior(json) )*
}

void JsonQuotes() :
{}
{
    <IDENTIFIER> { JsonCall.expect(token, "quotes", getPos()); }
    [ <ON> <SCALAR> <IDENTIFIER> { JsonCall.expect(token, "string", getPos()); } ]
}

/** Parses what to give where nothing is found, or an error is. */
void JsonBehavior(JsonCall json) :
{
    char behavior;
    SqlNode value = null;
    final SqlParserPos place;
}
{
    (
        <ERROR> { behavior = 'e'; }
    |
        <NULL> { behavior = 'n'; }
    |
        <TRUE> { behavior = 't'; }
    |
        <FALSE> { behavior = 'f'; }
    |
        <UNKNOWN> { behavior = 'u'; }
    |
        <EMPTY> { behavior = 'a'; }
        [ <ARRAY> | <OBJECT> { behavior = 'o'; } ]
    |
        <DEFAULT_> { behavior = 'd'; }
        value = Expression(ExprContext.ACCEPT_NON_QUERY)
    )
    { place = getPos(); }
    <ON>
    (
        <EMPTY> { json.onEmpty(behavior, value, place); }
    |
        <ERROR> { json.onError(behavior, value, place); }
    )
}

/** Parses JSON_OBJECT or JSON_ARRAY. */
SqlNode JsonConstructorCall() :
{
    final Span s;
    final JsonConstructor json;
    SqlNode query = null;
    boolean isOfTexts = false;
}
{
    (
        <JSON_OBJECT> { s = span(); json = new JsonConstructor(true); }
        <LPAREN>
        [
            LOOKAHEAD({ getToken(1).kind != RPAREN && getToken(1).kind != RETURNING })
            isOfTexts = JsonMembers(json)
            JsonNullsAndKeys(json)
        ]
    |
        <JSON_ARRAY> { s = span(); json = new JsonConstructor(false); }
        <LPAREN>
        [
            LOOKAHEAD({ isPlainQueryAhead() })
            query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        |
            LOOKAHEAD({ getToken(1).kind != RPAREN && getToken(1).kind != RETURNING })
            JsonElement(json) ( <COMMA> JsonElement(json) )*
            JsonNullsOpt(json)
        ]
    )
    JsonReturningOpt(json)
    <RPAREN>
    {
        return isOfTexts ? json.toCallOfTexts(s.end(this))
            : query == null ? json.toCall(s.end(this))
            : json.ofRows(query, s.end(this));
    }
}

/** Parses JSON_OBJECTAGG or JSON_ARRAYAGG, and which rows it is of. */
SqlNode JsonAggregateCall() :
{
    final Span s;
    final JsonConstructor json;
    SqlNodeList order = null;
    SqlNode call;
    final SqlNode filter;
    final SqlNode over;
}
{
    (
        <JSON_OBJECTAGG> { s = span(); json = new JsonConstructor(true); }
        <LPAREN>
        JsonMember(json)
        JsonNullsAndKeys(json)
    |
        <JSON_ARRAYAGG> { s = span(); json = new JsonConstructor(false); }
        <LPAREN>
        JsonElement(json)
        [ order = OrderBy(true) ]
        JsonNullsOpt(json)
    )
    JsonReturningOpt(json)
    <RPAREN> {
        call = json.toAggregate(s.end(this));
        if (order != null) {
            call = SqlStdOperatorTable.WITHIN_GROUP.createCall(s.end(this), call, order);
        }
    }
    [
        LOOKAHEAD(2)
        <FILTER> <LPAREN> <WHERE>
        filter = Expression(ExprContext.ACCEPT_SUB_QUERY)
        <RPAREN> { call = SqlStdOperatorTable.FILTER.createCall(s.end(this), call, filter); }
    ]
    [
        <OVER>
        ( over = SimpleIdentifier() | over = WindowSpecification() )
        { call = SqlStdOperatorTable.OVER.createCall(s.end(over), call, over); }
    ]
    { return json.returned(call); }
}

/** Parses members, or the arguments of the function that takes arrays of texts; true if those. */
boolean JsonMembers(JsonConstructor json) :
{
    SqlNode e;
    boolean isJson;
}
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { json.add(e); }
    (
        ( <VALUE> | <COLON> )
        e = Expression(ExprContext.ACCEPT_SUB_QUERY)
        isJson = JsonFormatOpt() { json.add(e, isJson); }
        ( <COMMA> JsonMember(json) )*
        { return false; }
    |
        [ <COMMA> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { json.add(e); } ]
        { return true; }
    )
}

void JsonMember(JsonConstructor json) :
{
    SqlNode e;
    boolean isJson;
}
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) { json.add(e); }
    ( <VALUE> | <COLON> )
    e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    isJson = JsonFormatOpt() { json.add(e, isJson); }
}

void JsonElement(JsonConstructor json) :
{
    final SqlNode e;
    final boolean isJson;
}
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    isJson = JsonFormatOpt() { json.add(e, isJson); }
}

boolean JsonFormatOpt() :
{}
{
    <FORMAT> JsonRepresentation() { return true; }
|
    { return false; }
}

void JsonNullsAndKeys(JsonConstructor json) :
{}
{
    JsonNullsOpt(json)
    [ JsonKeys() { json.unique(); } | <WITHOUT> <UNIQUE> JsonKeysOpt() ]
}

void JsonNullsOpt(JsonConstructor json) :
{}
{
    [
        <NULL> <ON> <NULL> { json.leaveOutNulls(false); }
    |
        <ABSENT> <ON> <NULL> { json.leaveOutNulls(true); }
    ]
}

void JsonKeys() :
{}
{
    <WITH> <UNIQUE> JsonKeysOpt()
}

void JsonKeysOpt() :
{}
{
    [ <IDENTIFIER> { JsonCall.expect(token, "keys", getPos()); } ]
}

void JsonReturningOpt(JsonConstructor json) :
{
    final SqlDataTypeSpec type;
}
{
    [ <RETURNING> type = DataType() { json.returning(type); } JsonFormatOpt() ]
}

/** Parses JSON(text). */
SqlNode JsonParseCall() :
{
    final Span s;
    final SqlNode text;
    boolean isUnique = false;
}
{
    <JSON> { s = span(); }
    <LPAREN>
    text = Expression(ExprContext.ACCEPT_SUB_QUERY)
    JsonFormatOpt()
    [ JsonKeys() { isUnique = true; } | <WITHOUT> <UNIQUE> JsonKeysOpt() ]
    <RPAREN>
    { return JsonConstructor.json(text, isUnique, s.end(this)); }
}

/** Parses JSON_SERIALIZE(json), which begins with a name. */
SqlNode JsonSerializeCall() :
{
    final Span s;
    final SqlNode json;
    SqlDataTypeSpec type = null;
}
{
    <IDENTIFIER> { s = span(); }
    <LPAREN>
    json = Expression(ExprContext.ACCEPT_SUB_QUERY)
    JsonFormatOpt()
    [ <RETURNING> type = DataType() JsonFormatOpt() ]
    <RPAREN>
    { return JsonConstructor.serialize(json, type, s.end(this)); }
}

/** Parses json_to_record and its kin in FROM, with the columns that are wanted. */
SqlNode JsonRecordsRef() :
{
    final SqlIdentifier name;
    final SqlNode value;
    final JsonRecords records;
    final Span s;
    SqlIdentifier alias = null;
}
{
    [ <LATERAL> ]
    name = SimpleIdentifier() { s = span(); }
    <LPAREN>
    value = Expression(ExprContext.ACCEPT_NON_QUERY) { records = new JsonRecords(value, name); }
    <RPAREN>
    [ <AS> ]
    [ alias = SimpleIdentifier() ]
    <LPAREN> JsonRecordColumn(records) ( <COMMA> JsonRecordColumn(records) )* <RPAREN>
    { return records.toRows(alias, s.end(this)); }
}

void JsonRecordColumn(JsonRecords records) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    name = SimpleIdentifier() type = DataType() { records.column(name, type); }
}

/** Parses JSON_TABLE in FROM. */
SqlNode JsonTableRef() :
{
    final Span s;
    final JsonCall rows = new JsonCall(JsonCall.Kind.TABLE);
    final JsonTable table = new JsonTable(rows);
}
{
    [ <LATERAL> ]
    <IDENTIFIER> { s = span(); }
    <LPAREN>
    JsonContext(rows)
    JsonColumns(table)
    [ JsonBehavior(rows) ]
    <RPAREN>
    { return addLateral(table.toQuery(s.end(this)), true); }
}

void JsonColumns(JsonTable table) :
{}
{
    <IDENTIFIER> { JsonCall.expect(token, "columns", getPos()); }
    <LPAREN> JsonColumn(table) ( <COMMA> JsonColumn(table) )* <RPAREN>
}

void JsonColumn(JsonTable table) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final JsonTable nested;
    SqlNode path;
    JsonCall column;
}
{
    LOOKAHEAD({ isWord(1, "nested") && (getToken(2).kind == PATH || getToken(2).kind == QUOTED_STRING) })
    <IDENTIFIER>
    [ <PATH> ]
    path = StringLiteral() { nested = table.nested(path); }
    [ <AS> SimpleIdentifier() ]
    JsonColumns(nested)
|
    name = SimpleIdentifier()
    (
        <FOR> <ORDINALITY> { table.number(name); }
    |
        type = DataType()
        (
            <EXISTS> { column = table.column(JsonCall.Kind.EXISTS, name, type); }
        |
            [ <FORMAT> <JSON> ] { column = table.column(JsonCall.Kind.VALUE, name, type); }
        )
        [ <PATH> path = StringLiteral() { column.path(path); } ]
        JsonClauses(column)
    )
}
