<#-- CREATE and DROP. -->

boolean IfNotExistsOpt() :
{
}
{
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExistsOpt() :
{
}
{
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

/** Parses all that begins with CREATE. */
SqlNode CreateStatement() :
{
    final Span s;
    final SqlNode statement;
    boolean unique = false;
    boolean replace = false;
    boolean temporary = false;
}
{
    <CREATE> { s = span(); }
    (
        [ temporary = Temporary() ]
        statement = CreateTable(s, temporary)
    |
        [ <UNIQUE> { unique = true; } ]
        statement = CreateIndex(s, unique)
    |
        statement = CreateSchema(s)
    |
        statement = CreateSequence(s)
    |
        [ <OR> <REPLACE> { replace = true; } ]
        statement = CreateView(s, replace)
    |
        statement = CreateMaterializedView(s)
    )
    { return statement; }
}

/** Parses what stands before TABLE for one of the session's own. */
boolean Temporary() :
{
}
{
    [ <LOCAL> | <GLOBAL> ] ( <TEMPORARY> | <TEMP> ) { return true; }
}

/** Parses what becomes of a temporary table when a transaction ends. */
TableLife TableLife(boolean temporary) :
{
    final Span s;
    TableLife life = temporary ? TableLife.SESSION : TableLife.DURABLE;
}
{
    [
        <ON> { s = span(); } <COMMIT>
        (
            <PRESERVE> <ROWS>
        |
            <DELETE> <ROWS> { life = TableLife.ROWS_OF_TRANSACTION; }
        |
            <DROP> { life = TableLife.TRANSACTION; }
        )
        {
            if (!temporary) {
                throw new PlacedError(
                    s.end(this), "42P16", "ON COMMIT can only be used on temporary tables");
            }
        }
    ]
    { return life; }
}

/** Parses which engine keeps a table; null if nothing is said. */
EngineClause EngineClause() :
{
    final Span s;
    final SqlIdentifier engine;
    final List<SqlNode> options = new ArrayList<SqlNode>();
}
{
    <USING> { s = span(); } engine = SimpleIdentifier()
    [
        <WITH> <LPAREN>
        AddEngineOption(options)
        ( <COMMA> AddEngineOption(options) )*
        <RPAREN>
    ]
    { return new EngineClause(s.end(this), engine, new SqlNodeList(options, s.end(this))); }
|
    { return null; }
}

/** Parses an option of an engine: its name, then its value. */
void AddEngineOption(List<SqlNode> options) :
{
    SqlIdentifier word;
}
{
    word = SimpleIdentifier() { options.add(word); }
    <EQ>
    word = SimpleIdentifier() { options.add(word); }
}

SqlNode CreateTable(Span s, boolean temporary) :
{
    EngineClause engine;
    final TableLife life;
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<SqlNode> elements = new ArrayList<SqlNode>();
    final SqlNode statement;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final Span elementSpan;
}
{
    <TABLE>
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    (
        LOOKAHEAD(<AS> | <ON> | <USING> | <LPAREN> SimpleIdentifier() ( <COMMA> | <RPAREN> ))
        [ columns = ParenthesizedSimpleIdentifierList() ]
        engine = EngineClause()
        life = TableLife(temporary)
        statement = TableQuery(s, CreateTableAs.Kind.TABLE, ifNotExists, name, columns) {
            return ((CreateTableAs) statement).living(life).keptBy(engine);
        }
    |
        <LPAREN> { elementSpan = span(); }
        AddTableElement(elements)
        ( <COMMA> AddTableElement(elements) )*
        <RPAREN> {
            columns = new SqlNodeList(elements, elementSpan.end(this));
        }
        engine = EngineClause()
        life = TableLife(temporary) {
            return new CreateTable(s.end(this), ifNotExists, name, columns)
                .living(life)
                .keptBy(engine);
        }
    )
}

/** Parses the query that a new table gets its rows from. */
SqlNode TableQuery(
    Span s, CreateTableAs.Kind kind, boolean ifNotExists, SqlIdentifier name, SqlNodeList columns) :
{
    final SqlNode query;
    boolean withData = true;
}
{
    <AS> query = QueryOnly()
    [ <WITH> [ <NO> { withData = false; } ] <DATA> ]
    {
        return new CreateTableAs(
            s.end(this), kind, ifNotExists, name, columns, query, withData);
    }
}

SqlNode CreateMaterializedView(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final SqlNode statement;
}
{
    <MATERIALIZED> <VIEW>
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    statement = TableQuery(s, CreateTableAs.Kind.MATERIALIZED_VIEW, ifNotExists, name, columns) {
        return statement;
    }
}

SqlNode RefreshStatement() :
{
    final Span s;
    final SqlIdentifier name;
    boolean withData = true;
}
{
    // Readers go on with the rows that there were, whether that is said or not.
    <REFRESH> { s = span(); } <MATERIALIZED> <VIEW> [ <CONCURRENTLY> ] name = CompoundIdentifier()
    [ <WITH> [ <NO> { withData = false; } ] <DATA> ]
    { return new RefreshStatement(s.end(this), name, withData); }
}

SqlNode CreateView(Span s, boolean replace) :
{
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final SqlNode query;
    CreateView.Check check = CreateView.Check.NONE;
}
{
    <VIEW> name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> query = QueryOnly()
    [
        <WITH> { check = CreateView.Check.CASCADED; }
        [ <CASCADED> | <LOCAL> { check = CreateView.Check.LOCAL; } ]
        <CHECK> <OPTION>
    ]
    { return new CreateView(s.end(this), replace, name, columns, query, check); }
}

SqlNode CreateSchema(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
}
{
    <SCHEMA>
    ifNotExists = IfNotExistsOpt()
    name = SimpleIdentifier()
    { return new CreateSchema(s.end(this), ifNotExists, name); }
}

SqlNode CreateSequence(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<SqlNode> options = new ArrayList<SqlNode>();
}
{
    <SEQUENCE>
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    ( AddSequenceOption(options) )*
    {
        return new CreateSequence(
            s.end(this), ifNotExists, name, new SqlNodeList(options, s.end(this)));
    }
}

void AddSequenceOption(List<SqlNode> list) :
{
    final Span s = Span.of();
    SqlNode value = null;
    final SequenceOption.Kind kind;
}
{
    (
        <AS> { s.add(this); kind = SequenceOption.Kind.TYPE; } value = DataType()
    |
        <INCREMENT> { s.add(this); kind = SequenceOption.Kind.INCREMENT; }
        [ <BY> ] value = NumericLiteral()
    |
        <MINVALUE> { s.add(this); kind = SequenceOption.Kind.MINVALUE; } value = NumericLiteral()
    |
        <MAXVALUE> { s.add(this); kind = SequenceOption.Kind.MAXVALUE; } value = NumericLiteral()
    |
        <START> { s.add(this); kind = SequenceOption.Kind.START; }
        [ <WITH> ] value = NumericLiteral()
    |
        <RESTART> { s.add(this); kind = SequenceOption.Kind.RESTART; }
        [ [ <WITH> ] value = NumericLiteral() ]
    |
        <CACHE> { s.add(this); kind = SequenceOption.Kind.CACHE; } value = NumericLiteral()
    |
        <CYCLE> { s.add(this); kind = SequenceOption.Kind.CYCLE; }
    |
        <NO> { s.add(this); }
        (
            <MINVALUE> { kind = SequenceOption.Kind.NO_MINVALUE; }
        |
            <MAXVALUE> { kind = SequenceOption.Kind.NO_MAXVALUE; }
        |
            <CYCLE> { kind = SequenceOption.Kind.NO_CYCLE; }
        )
    |
        <OWNED> { s.add(this); kind = SequenceOption.Kind.OWNED_BY; } <BY>
        // NONE is a name as others are.
        value = CompoundIdentifier()
    )
    { list.add(new SequenceOption(s.end(this), kind, value)); }
}

/** Parses a column, or a constraint on several. */
void AddTableElement(List<SqlNode> list) :
{
    final SqlNode element;
}
{
    (
        element = ColumnDeclaration()
    |
        element = TableConstraint()
    )
    { list.add(element); }
}

SqlNode ColumnDeclaration() :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final List<SqlNode> constraints = new ArrayList<SqlNode>();
    SqlNode constraint;
}
{
    name = SimpleIdentifier()
    type = DataType()
    CollationOpt()
    (
        constraint = ColumnConstraint() { constraints.add(constraint); }
    )*
    {
        return new ColumnDeclaration(
            Span.of(name).end(this), name, type, new SqlNodeList(constraints, getPos()));
    }
}

SqlIdentifier ConstraintNameOpt(Span s) :
{
    final SqlIdentifier name;
}
{
    <CONSTRAINT> { s.add(this); } name = SimpleIdentifier() { return name; }
|
    { return null; }
}

/** Parses what follows the type of a column. */
SqlNode ColumnConstraint() :
{
    final Span s = Span.of();
    final SqlIdentifier name;
    final SqlNode e;
    final boolean always;
    final SqlNode constraint;
    final SqlNodeList options;
    final ConstraintTiming timing;
    final boolean nullsNotDistinct;
}
{
    name = ConstraintNameOpt(s)
    (
        <NOT> { s.add(this); } <NULL> {
            return new NullabilityDeclaration(s.end(this), name, false);
        }
    |
        <NULL> { return new NullabilityDeclaration(s.end(this), name, true); }
    |
        <DEFAULT_> { s.add(this); } e = Expression(ExprContext.ACCEPT_SUB_QUERY) {
            return new DefaultDeclaration(s.end(this), name, e);
        }
    |
        <GENERATED> { s.add(this); }
        (
            <ALWAYS> { always = true; }
        |
            <BY> <DEFAULT_> { always = false; }
        )
        <AS>
        (
            <IDENTITY> options = SequenceOptionsOpt() {
                return new IdentityDeclaration(s.end(this), name, always, options);
            }
        |
            <LPAREN> e = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
            (
                <STORED>
            |
                <VIRTUAL> {
                    throw new PlacedError(
                        getPos(),
                        "0A000",
                        "virtual generated columns are not supported: write STORED, or use a view");
                }
            )
            {
                if (!always) {
                    throw new PlacedError(
                        s.end(this), "42601", "for a generated column, write GENERATED ALWAYS");
                }
                return new GeneratedDeclaration(s.end(this), name, e);
            }
        )
    |
        <PRIMARY> { s.add(this); } <KEY> timing = ConstraintTiming() {
            return new KeyDeclaration(
                s.end(this), name, true, SqlNodeList.EMPTY, timing, false);
        }
    |
        <UNIQUE> { s.add(this); } nullsNotDistinct = NullsNotDistinctOpt()
        timing = ConstraintTiming() {
            return new KeyDeclaration(
                s.end(this), name, false, SqlNodeList.EMPTY, timing, nullsNotDistinct);
        }
    |
        constraint = CheckConstraint(s, name) { return constraint; }
    |
        constraint = Reference(s, name, SqlNodeList.EMPTY) { return constraint; }
    )
}

SqlNodeList SequenceOptionsOpt() :
{
    final Span s;
    final List<SqlNode> options = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    AddSequenceOption(options)
    ( [ <COMMA> ] AddSequenceOption(options) )*
    <RPAREN> { return new SqlNodeList(options, s.end(this)); }
|
    { return SqlNodeList.EMPTY; }
}

/** Parses a constraint that names its columns. */
SqlNode TableConstraint() :
{
    final Span s = Span.of();
    final SqlIdentifier name;
    final SqlNodeList columns;
    final SqlNode constraint;
    final ConstraintTiming timing;
    final boolean nullsNotDistinct;
}
{
    name = ConstraintNameOpt(s)
    (
        <PRIMARY> { s.add(this); } <KEY> columns = ParenthesizedSimpleIdentifierList()
        timing = ConstraintTiming() {
            return new KeyDeclaration(s.end(this), name, true, columns, timing, false);
        }
    |
        <UNIQUE> { s.add(this); } nullsNotDistinct = NullsNotDistinctOpt()
        columns = ParenthesizedSimpleIdentifierList()
        timing = ConstraintTiming() {
            return new KeyDeclaration(s.end(this), name, false, columns, timing, nullsNotDistinct);
        }
    |
        constraint = CheckConstraint(s, name) { return constraint; }
    |
        <FOREIGN> { s.add(this); } <KEY> columns = ParenthesizedSimpleIdentifierList()
        constraint = Reference(s, name, columns) { return constraint; }
    )
}

SqlNode CheckConstraint(Span s, SqlIdentifier name) :
{
    final SqlNode condition;
}
{
    <CHECK> { s.add(this); }
    <LPAREN> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN> {
        return new CheckDeclaration(s.end(this), name, condition);
    }
}

/** Parses REFERENCES and what follows it. */
SqlNode Reference(Span s, SqlIdentifier name, SqlNodeList columns) :
{
    final SqlIdentifier table;
    final SqlNodeList referencedColumns;
    ReferentialAction onDelete = ReferentialAction.NO_ACTION;
    ReferentialAction onUpdate = ReferentialAction.NO_ACTION;
    final ConstraintTiming timing;
    final boolean full;
}
{
    <REFERENCES> { s.add(this); }
    table = CompoundIdentifier()
    (
        referencedColumns = ParenthesizedSimpleIdentifierList()
    |   { referencedColumns = SqlNodeList.EMPTY; }
    )
    full = MatchOpt()
    (
        <ON>
        (
            <DELETE> onDelete = ReferentialAction()
        |
            <UPDATE> onUpdate = ReferentialAction()
        )
    )*
    timing = ConstraintTiming()
    {
        return new ForeignKeyDeclaration(
            s.end(this), name, columns, table, referencedColumns, onDelete, onUpdate, timing, full);
    }
}

/** Parses MATCH: whether all columns of a key must be NULL if one is. */
boolean MatchOpt() :
{
    final Span s;
    boolean full = false;
}
{
    [
        <MATCH> { s = span(); }
        (
            <SIMPLE>
        |
            <FULL> { full = true; }
        |
            <PARTIAL> {
                throw new PlacedError(
                    s.end(this), "0A000", "MATCH PARTIAL is not supported: use MATCH SIMPLE or MATCH FULL");
            }
        )
    ]
    { return full; }
}

/** Parses when a constraint is looked at; it may say nothing of that. */
ConstraintTiming ConstraintTiming() :
{
    boolean deferrable = false;
    boolean denied = false;
    boolean deferred = false;
}
{
    [
        LOOKAHEAD([ <NOT> ] <DEFERRABLE>)
        [ <NOT> { denied = true; } ] <DEFERRABLE> { deferrable = !denied; }
    ]
    [
        <INITIALLY>
        (
            <DEFERRED> { deferred = true; }
        |
            <IMMEDIATE>
        )
        [
            LOOKAHEAD([ <NOT> ] <DEFERRABLE>)
            [ <NOT> { denied = true; } ] <DEFERRABLE> { deferrable = !denied; }
        ]
    ]
    {
        if (deferred && denied) {
            throw new PlacedError(
                getPos(), "42601", "constraint declared INITIALLY DEFERRED must be DEFERRABLE");
        }
        return deferred
            ? ConstraintTiming.INITIALLY_DEFERRED
            : deferrable ? ConstraintTiming.INITIALLY_IMMEDIATE : ConstraintTiming.NOT_DEFERRABLE;
    }
}

ReferentialAction ReferentialAction() :
{
}
{
    <NO> <ACTION> { return ReferentialAction.NO_ACTION; }
|
    <RESTRICT> { return ReferentialAction.RESTRICT; }
|
    <CASCADE> { return ReferentialAction.CASCADE; }
|
    <SET>
    (
        <NULL> { return ReferentialAction.SET_NULL; }
    |
        <DEFAULT_> { return ReferentialAction.SET_DEFAULT; }
    )
}

SqlNode CreateIndex(Span s, boolean unique) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlIdentifier table;
    final SqlIdentifier method;
    final SqlNodeList columns;
    SqlNodeList included = SqlNodeList.EMPTY;
    SqlNode condition = null;
    final boolean nullsNotDistinct;
}
{
    // Readers never wait for an index, whether that is said or not.
    <INDEX> [ <CONCURRENTLY> ]
    ifNotExists = IfNotExistsOpt()
    (
        name = CompoundIdentifier()
    |   { name = null; }
    )
    <ON> table = CompoundIdentifier()
    [
        <USING> method = SimpleIdentifier() {
            if (!method.getSimple().equals("btree")) {
                throw new PlacedError(
                    method,
                    "0A000",
                    "access method \"" + method.getSimple() + "\" is not supported: indexes are B+trees (btree)");
            }
        }
    ]
    columns = IndexColumns()
    [ <INCLUDE> included = ParenthesizedSimpleIdentifierList() ]
    nullsNotDistinct = NullsNotDistinctOpt()
    [ <WHERE> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    {
        return new CreateIndex(
            s.end(this),
            unique,
            ifNotExists,
            name,
            table,
            columns,
            included,
            condition,
            nullsNotDistinct);
    }
}

/** Parses whether NULL equals NULL in a unique key: it does not by itself. */
boolean NullsNotDistinctOpt() :
{
    boolean notDistinct = false;
}
{
    [ <NULLS> [ <NOT> { notDistinct = true; } ] <DISTINCT> ]
    { return notDistinct; }
}

/** Parses the key of an index. */
SqlNodeList IndexColumns() :
{
    final List<SqlNode> columns = new ArrayList<SqlNode>();
    final Span s;
}
{
    <LPAREN> { s = span(); }
    AddIndexColumn(columns)
    ( <COMMA> AddIndexColumn(columns) )*
    <RPAREN> { return new SqlNodeList(columns, s.end(this)); }
}

void AddIndexColumn(List<SqlNode> list) :
{
    final SqlNode value;
    boolean descending = false;
    final boolean nullsFirst;
}
{
    (
        LOOKAHEAD(
            SimpleIdentifier()
            ( <COMMA> | <RPAREN> | <ASC> | <DESC> | <NULLS> | <COLLATE> ))
        value = SimpleIdentifier()
    |
        value = Expression(ExprContext.ACCEPT_SUB_QUERY)
    )
    CollationOpt()
    [
        <ASC>
    |
        <DESC> { descending = true; }
    ]
    (
        <NULLS>
        (
            <FIRST> { nullsFirst = true; }
        |
            <LAST> { nullsFirst = false; }
        )
    |   { nullsFirst = descending; }
    )
    { list.add(new IndexColumn(Span.of(value).end(this), value, descending, nullsFirst)); }
}

/** Parses COLLATE and a name; all texts are in the order of their UTF-8 bytes. */
void CollationOpt() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    [
        <COLLATE> { s = span(); } name = CompoundIdentifier() {
            Collations.check(name, s.end(this));
        }
    ]
}

SqlNode DropStatement() :
{
    final Span s;
    final DropStatement.Target target;
    final boolean ifExists;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    SqlIdentifier name;
    boolean cascade = false;
}
{
    <DROP> { s = span(); }
    (
        <TABLE> { target = DropStatement.Target.TABLE; }
    |
        <INDEX> { target = DropStatement.Target.INDEX; }
    |
        <SCHEMA> { target = DropStatement.Target.SCHEMA; }
    |
        <SEQUENCE> { target = DropStatement.Target.SEQUENCE; }
    |
        <VIEW> { target = DropStatement.Target.VIEW; }
    |
        <MATERIALIZED> <VIEW> { target = DropStatement.Target.MATERIALIZED_VIEW; }
    )
    ifExists = IfExistsOpt()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    [
        <CASCADE> { cascade = true; }
    |
        <RESTRICT>
    ]
    {
        return new DropStatement(
            s.end(this), target, ifExists, new SqlNodeList(names, Span.of(names).pos()), cascade);
    }
}

/** Parses all that begins with ALTER and names something that was defined. */
SqlNode AlterStatement() :
{
    final Span s;
    final AlterStatement.Target target;
    final boolean ifExists;
    final SqlIdentifier name;
    final List<SqlNode> actions = new ArrayList<SqlNode>();
    final SqlNode action;
}
{
    <ALTER> { s = span(); }
    (
        <TABLE> ifExists = IfExistsOpt() name = CompoundIdentifier()
        AddTableAction(actions)
        ( <COMMA> AddTableAction(actions) )*
        { target = AlterStatement.Target.TABLE; }
    |
        <SEQUENCE> ifExists = IfExistsOpt() name = CompoundIdentifier()
        (
            AddNaming(actions)
        |
            ( AddSequenceOption(actions) )+
        )
        { target = AlterStatement.Target.SEQUENCE; }
    |
        (
            <INDEX> { target = AlterStatement.Target.INDEX; }
        |
            <VIEW> { target = AlterStatement.Target.VIEW; }
        |
            <MATERIALIZED> <VIEW> { target = AlterStatement.Target.MATERIALIZED_VIEW; }
        )
        ifExists = IfExistsOpt() name = CompoundIdentifier()
        AddNaming(actions)
    )
    {
        return new AlterStatement(
            s.end(this), target, ifExists, name, new SqlNodeList(actions, s.end(this)));
    }
}

/** Parses RENAME TO or SET SCHEMA. */
void AddNaming(List<SqlNode> list) :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <RENAME> { s = span(); } <TO> name = SimpleIdentifier() {
        list.add(AlterAction.of(s.end(this), AlterAction.Kind.RENAME, name));
    }
|
    <SET> { s = span(); } <SCHEMA> name = SimpleIdentifier() {
        list.add(AlterAction.of(s.end(this), AlterAction.Kind.SET_SCHEMA, name));
    }
}

void AddTableAction(List<SqlNode> list) :
{
    final Span s;
    final SqlIdentifier name;
    final SqlIdentifier other;
    final boolean guarded;
    final boolean cascade;
    final SqlNode element;
}
{
    <ADD> { s = span(); }
    (
        element = TableConstraint() {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.ADD_CONSTRAINT, null, element));
        }
    |
        [ <COLUMN> ] guarded = IfNotExistsOpt() element = ColumnDeclaration() {
            list.add(
                new AlterAction(
                    s.end(this), AlterAction.Kind.ADD_COLUMN, null, null, element, null, guarded,
                    false));
        }
    )
|
    <DROP> { s = span(); }
    (
        <CONSTRAINT> guarded = IfExistsOpt() name = SimpleIdentifier() cascade = CascadeOpt() {
            list.add(
                new AlterAction(
                    s.end(this), AlterAction.Kind.DROP_CONSTRAINT, name, null, null, null, guarded,
                    cascade));
        }
    |
        [ <COLUMN> ] guarded = IfExistsOpt() name = SimpleIdentifier() cascade = CascadeOpt() {
            list.add(
                new AlterAction(
                    s.end(this), AlterAction.Kind.DROP_COLUMN, name, null, null, null, guarded,
                    cascade));
        }
    )
|
    <RENAME> { s = span(); }
    (
        <TO> name = SimpleIdentifier() {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.RENAME, name));
        }
    |
        <CONSTRAINT> name = SimpleIdentifier() <TO> other = SimpleIdentifier() {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.RENAME_CONSTRAINT, name, other));
        }
    |
        [ <COLUMN> ] name = SimpleIdentifier() <TO> other = SimpleIdentifier() {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.RENAME_COLUMN, name, other));
        }
    )
|
    <SET> { s = span(); } <SCHEMA> name = SimpleIdentifier() {
        list.add(AlterAction.of(s.end(this), AlterAction.Kind.SET_SCHEMA, name));
    }
|
    <ALTER> { s = span(); } [ <COLUMN> ] name = SimpleIdentifier()
    AddColumnAction(list, s, name)
}

/** Parses what follows ALTER COLUMN and its name. */
void AddColumnAction(List<SqlNode> list, Span s, SqlIdentifier name) :
{
    final SqlDataTypeSpec type;
    SqlNode e = null;
    final boolean always;
    final boolean guarded;
    final SqlNodeList options;
    AlterAction.Kind kind;
}
{
    LOOKAHEAD(2)
    [ <SET> <DATA> ] type = NewType()
    [ <USING> e = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    {
        list.add(
            new AlterAction(
                s.end(this), AlterAction.Kind.SET_TYPE, name, null, type, e, false, false));
    }
|
    <SET>
    (
        <DEFAULT_> e = Expression(ExprContext.ACCEPT_SUB_QUERY) {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.SET_DEFAULT, name, e));
        }
    |
        <NOT> <NULL> {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.SET_NOT_NULL, name));
        }
    |
        <GENERATED>
        (
            <ALWAYS> { always = true; }
        |
            <BY> <DEFAULT_> { always = false; }
        )
        {
            list.add(
                new AlterAction(
                    s.end(this), AlterAction.Kind.SET_GENERATED, name, null, null, null, always,
                    false));
        }
    )
|
    <DROP>
    (
        <DEFAULT_> {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.DROP_DEFAULT, name));
        }
    |
        <NOT> <NULL> {
            list.add(AlterAction.of(s.end(this), AlterAction.Kind.DROP_NOT_NULL, name));
        }
    |
        (
            <IDENTITY> { kind = AlterAction.Kind.DROP_IDENTITY; }
        |
            <EXPRESSION> { kind = AlterAction.Kind.DROP_EXPRESSION; }
        )
        guarded = IfExistsOpt() {
            list.add(new AlterAction(s.end(this), kind, name, null, null, null, guarded, false));
        }
    )
|
    <ADD> <GENERATED>
    (
        <ALWAYS> { always = true; }
    |
        <BY> <DEFAULT_> { always = false; }
    )
    <AS> <IDENTITY> options = SequenceOptionsOpt() {
        list.add(
            AlterAction.of(
                s.end(this), AlterAction.Kind.ADD_IDENTITY, name,
                new IdentityDeclaration(s.end(this), null, always, options)));
    }
|
    <RESTART> [ [ <WITH> ] e = NumericLiteral() ] {
        list.add(
            AlterAction.of(
                s.end(this), AlterAction.Kind.RESTART, name,
                new SequenceOption(s.end(this), SequenceOption.Kind.RESTART, e)));
    }
}

SqlDataTypeSpec NewType() :
{
    final SqlDataTypeSpec type;
}
{
    <TYPE> type = DataType() { return type; }
}

boolean CascadeOpt() :
{
}
{
    <CASCADE> { return true; }
|
    <RESTRICT> { return false; }
|
    { return false; }
}

SqlNode CommentStatement() :
{
    final Span s;
    final CommentStatement.Target target;
    final SqlIdentifier name;
    SqlNode text = null;
}
{
    <COMMENT> { s = span(); } <ON>
    (
        <TABLE> { target = CommentStatement.Target.TABLE; }
    |
        <COLUMN> { target = CommentStatement.Target.COLUMN; }
    |
        <SEQUENCE> { target = CommentStatement.Target.SEQUENCE; }
    |
        <VIEW> { target = CommentStatement.Target.VIEW; }
    |
        <MATERIALIZED> <VIEW> { target = CommentStatement.Target.MATERIALIZED_VIEW; }
    )
    name = CompoundIdentifier() <IS>
    (
        <NULL>
    |
        text = StringLiteral()
    )
    { return new CommentStatement(s.end(this), target, name, text); }
}
