<#-- Queries that lock what they read, and EXPLAIN. -->

/**
 * Parses a query where nothing else may stand. Unlike Calcite's productions, it does not take a
 * misspelled word for an expression, to complain at the end of that it is no query.
 */
SqlNode QueryOnly() :
{
    SqlNode query;
}
{
    (
        LOOKAHEAD({ getToken(1).kind == LPAREN })
        query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        query = Query(ExprContext.ACCEPT_QUERY)
        query = OrderByLimitOpt(query)
    )
    { return query; }
}

/** Parses how many rows are wanted, or not: an expression without columns. NULL is no limit. */
SqlNode RowCount() :
{
    final SqlNode count;
}
{
    count = Expression(ExprContext.ACCEPT_SUB_QUERY) { return RowCounts.of(count); }
}

/** Parses what POSITION looks for: an expression in which IN is no operator. */
SqlNode PositionOperand() :
{
    final List<Object> list = new ArrayList<Object>();
    SqlOperator op;
}
{
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
    (
        op = BinaryRowOperator() {
            list.add(new SqlParserUtil.ToTreeListItem(op, getPos()));
        }
        AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
    )*
    { return SqlParserUtil.toTree(list); }
}

/** Parses SEARCH and CYCLE behind a query of WITH RECURSIVE: the columns that it has with them. */
SqlNodeList RecursionColumnsOpt(SqlIdentifier name, SqlNodeList columns, SqlNode query) :
{
    final RecursionColumns more = new RecursionColumns(name, columns, query);
    boolean isAsked = false;
    boolean depth = false;
    SqlNodeList keys;
    SqlIdentifier column;
    SqlIdentifier path;
    SqlNode found = null;
    SqlNode other = null;
}
{
    [
        LOOKAHEAD(2)
        <SEARCH> ( <DEPTH> { depth = true; } | <BREADTH> )
        <FIRST> <BY> keys = SimpleIdentifierCommaList()
        <SET> column = SimpleIdentifier() { more.search(depth, keys, column); isAsked = true; }
    ]
    [
        LOOKAHEAD(2)
        <CYCLE> keys = SimpleIdentifierCommaList()
        <SET> column = SimpleIdentifier()
        [ <TO> found = Literal() <DEFAULT_> other = Literal() ]
        <USING> path = SimpleIdentifier() {
            more.cycle(keys, column, found, other, path);
            isAsked = true;
        }
    ]
    { return isAsked ? more.complete() : columns; }
}

SqlNodeList SimpleIdentifierCommaList() :
{
    final List<SqlNode> names = new ArrayList<SqlNode>();
    SqlIdentifier name;
}
{
    name = SimpleIdentifier() { names.add(name); }
    ( <COMMA> name = SimpleIdentifier() { names.add(name); } )*
    { return new SqlNodeList(names, Span.of(names).pos()); }
}

/** Parses UNNEST in an expression. */
SqlNode UnnestCall() :
{
    final Span s;
    final SqlNodeList arrays;
}
{
    <UNNEST> { s = span(); }
    arrays = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_SUB_QUERY)
    { return RowsFunctionCall.unnest(arrays, s.end(this)); }
}

/** Parses what stands behind the name of a function in FROM. */
SqlNode RowsFunctionArgs(SqlIdentifier name) :
{
    SqlNode tableRef;
}
{
    tableRef = ImplicitTableFunctionCallArgs(name)
    [
        LOOKAHEAD(2)
        <WITH> <ORDINALITY> { tableRef = RowsFunctionCall.numbered(tableRef); }
    ]
    { return addLateral(tableRef, true); }
}

/** Parses a query as a statement of its own. */
SqlNode QueryStatement() :
{
    final SqlNode query;
    final List<SqlNode> locks = new ArrayList<SqlNode>();
    SqlNode lock;
}
{
    query = QueryOnly()
    (
        lock = LockingClause() { locks.add(lock); }
    )*
    {
        return locks.isEmpty()
            ? query
            : new LockingSelect(
                Span.of(query).end(this), query, new SqlNodeList(locks, Span.of(locks).pos()));
    }
}

/** Parses how a query locks, within a statement: a query of its rows takes its place. */
SqlNode LockedQueryOpt(SqlNode query) :
{
    final List<SqlNode> locks = new ArrayList<SqlNode>();
    SqlNode lock;
}
{
    (
        LOOKAHEAD({ isLockingClause() })
        lock = LockingClause() { locks.add(lock); }
    )*
    { return locks.isEmpty() ? query : priors.lock(query, locks, Span.of(query).end(this)); }
}

SqlNode LockingClause() :
{
    final Span s;
    final LockingClause.Strength strength;
    final List<SqlNode> tables = new ArrayList<SqlNode>();
    SqlIdentifier table;
    LockingClause.Wait wait = LockingClause.Wait.BLOCK;
}
{
    <FOR> { s = span(); }
    (
        <UPDATE> { strength = LockingClause.Strength.UPDATE; }
    |
        <SHARE> { strength = LockingClause.Strength.SHARE; }
    |
        <NO> <KEY> <UPDATE> { strength = LockingClause.Strength.NO_KEY_UPDATE; }
    |
        <KEY> <SHARE> { strength = LockingClause.Strength.KEY_SHARE; }
    )
    [
        <OF> table = SimpleIdentifier() { tables.add(table); }
        (
            // As many as there are, also where the clause stands in a list.
            LOOKAHEAD(1)
            <COMMA> table = SimpleIdentifier() { tables.add(table); }
        )*
    ]
    [
        <NOWAIT> { wait = LockingClause.Wait.NOWAIT; }
    |
        <SKIP_> <LOCKED> { wait = LockingClause.Wait.SKIP_LOCKED; }
    ]
    {
        return new LockingClause(
            s.end(this), strength, new SqlNodeList(tables, s.pos()), wait);
    }
}

SqlNode ExplainStatement() :
{
    final Span s;
    final List<SqlNode> choices = new ArrayList<SqlNode>();
    final SqlNode statement;
}
{
    <EXPLAIN> { s = span(); }
    (
        // Not the parenthesis of a query.
        LOOKAHEAD(<LPAREN> ( <ANALYZE> | <VERBOSE> | SimpleIdentifier() ))
        <LPAREN> AddExplainOption(choices) ( <COMMA> AddExplainOption(choices) )* <RPAREN>
    |
        // As other databases say it.
        <PLAN> <FOR>
    |
        [ <ANALYZE> { choices.add(ExplainOption.on("analyze", getPos())); } ]
        [ <VERBOSE> { choices.add(ExplainOption.on("verbose", getPos())); } ]
    )
    (
        statement = InsertStatement()
    |
        statement = UpdateStatement()
    |
        statement = DeleteStatement()
    |
        statement = MergeStatement()
    |
        LOOKAHEAD({ isChangeBehindWith() })
        statement = ChangeWithQueries()
    |
        statement = QueryStatement()
    )
    {
        return new ExplainStatement(
            s.end(this), new SqlNodeList(choices, s.pos()), statement);
    }
}

void AddExplainOption(List<SqlNode> list) :
{
    final SqlIdentifier name;
    SqlNode value = null;
}
{
    (
        ( <ANALYZE> | <VERBOSE> ) { name = new SqlIdentifier(unquotedIdentifier(), getPos()); }
    |
        name = SimpleIdentifier()
    )
    [
        value = NumericLiteral()
    |
        value = SimpleIdentifier()
    |
        ( <TRUE> | <FALSE> | <ON> ) { value = new SqlIdentifier(unquotedIdentifier(), getPos()); }
    ]
    { list.add(new ExplainOption(Span.of(name).end(this), name, value)); }
}
