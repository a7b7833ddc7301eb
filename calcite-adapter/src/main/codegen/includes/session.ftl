<#-- Transactions, and the statements that look after a database. -->

SqlNode TransactionStatement() :
{
    final Span s;
    final SqlNode modes;
    final SqlIdentifier name;
    final SqlNode setting;
    SqlIdentifier constraint;
    final List<SqlNode> constraints = new ArrayList<SqlNode>();
    boolean deferred = false;
    final TransactionStatement.Action action;
}
{
    <BEGIN> { s = span(); } [ <WORK> | <TRANSACTION> ]
    modes = TransactionModesOpt() {
        return TransactionStatement.begin(s.end(this), modes);
    }
|
    <START> { s = span(); } <TRANSACTION>
    modes = TransactionModesOpt() {
        return TransactionStatement.begin(s.end(this), modes);
    }
|
    ( <COMMIT> | <END> ) { s = span(); } [ <WORK> | <TRANSACTION> ] {
        return TransactionStatement.of(s.end(this), TransactionStatement.Action.COMMIT);
    }
|
    <ROLLBACK> { s = span(); } [ <WORK> | <TRANSACTION> ]
    (
        <TO> [ LOOKAHEAD(<SAVEPOINT> SimpleIdentifier()) <SAVEPOINT> ]
        name = SimpleIdentifier() {
            return TransactionStatement.savepoint(
                s.end(this), TransactionStatement.Action.ROLLBACK_TO, name);
        }
    |
        { return TransactionStatement.of(s.end(this), TransactionStatement.Action.ROLLBACK); }
    )
|
    <ABORT> { s = span(); } [ <WORK> | <TRANSACTION> ] {
        return TransactionStatement.of(s.end(this), TransactionStatement.Action.ROLLBACK);
    }
|
    <SAVEPOINT> { s = span(); } name = SimpleIdentifier() {
        return TransactionStatement.savepoint(
            s.end(this), TransactionStatement.Action.SAVEPOINT, name);
    }
|
    <RELEASE> { s = span(); } [ LOOKAHEAD(<SAVEPOINT> SimpleIdentifier()) <SAVEPOINT> ]
    name = SimpleIdentifier() {
        return TransactionStatement.savepoint(
            s.end(this), TransactionStatement.Action.RELEASE, name);
    }
|
    LOOKAHEAD(<SET> <CONSTRAINTS>)
    <SET> { s = span(); } <CONSTRAINTS>
    (
        <ALL>
    |
        constraint = CompoundIdentifier() { constraints.add(constraint); }
        ( <COMMA> constraint = CompoundIdentifier() { constraints.add(constraint); } )*
    )
    (
        <DEFERRED> { deferred = true; }
    |
        <IMMEDIATE>
    )
    {
        return new SetConstraints(
            s.end(this), new SqlNodeList(constraints, s.end(this)), deferred);
    }
|
    <SET> { s = span(); }
    (
        LOOKAHEAD( <TRANSACTION> | <SESSION> <CHARACTERISTICS> )
        (
            <TRANSACTION> { action = TransactionStatement.Action.SET_TRANSACTION; }
        |
            <SESSION> <CHARACTERISTICS> <AS> <TRANSACTION> {
                action = TransactionStatement.Action.SET_SESSION;
            }
        )
        modes = TransactionModes() {
            return TransactionStatement.set(s.end(this), action, modes);
        }
    |
        // As without SESSION.
        <SESSION> setting = SetParameter(s, null) { return setting; }
    )
}

/** Parses {@code SET [LOCAL] name { = | TO } value} and {@code RESET name}. */
SqlSetOption SettingStatement(Span s, String scope) :
{
    final SqlIdentifier name;
    final SqlSetOption setting;
}
{
    <SET> { s.add(this); }
    (
        LOOKAHEAD(<LOCAL> SimpleIdentifier()) <LOCAL> { scope = "LOCAL"; }
    |
        {}
    )
    setting = SetParameter(s, scope) { return setting; }
|
    <RESET> { s.add(this); }
    (
        LOOKAHEAD(2) <TIME> <ZONE> { name = new SqlIdentifier("timezone", getPos()); }
    |
        name = SimpleIdentifier()
    )
    { return new SqlSetOption(s.end(this), scope, (SqlNode) name, null); }
}

SqlSetOption SetParameter(Span s, String scope) :
{
    final SqlIdentifier name;
    SqlNode value = null;
    final List<SqlNode> values = new ArrayList<SqlNode>();
}
{
    (
        LOOKAHEAD(2) <TIME> <ZONE> { name = new SqlIdentifier("timezone", getPos()); }
        value = TimeZoneValue()
    |
        LOOKAHEAD(<SCHEMA> SettingValue())
        <SCHEMA> { name = new SqlIdentifier("search_path", getPos()); }
        value = SettingValue()
    |
        name = SimpleIdentifier()
        ( <EQ> | <TO> )
        (
            value = SettingValue() { values.add(value); }
            ( <COMMA> value = SettingValue() { values.add(value); } )*
            { value = values.size() == 1 ? value : new SqlNodeList(values, Span.of(values).pos()); }
        |
            <DEFAULT_>
        )
    )
    { return new SqlSetOption(s.end(this), scope, (SqlNode) name, value); }
}

/** Parses what follows SET TIME ZONE; null for the one that the session began with. */
SqlNode TimeZoneValue() :
{
    final SqlNode value;
    final SqlNode text;
}
{
    LOOKAHEAD(1)
    ( <LOCAL> | <DEFAULT_> ) { return null; }
|
    value = NumericLiteral() { return ZoneOffsetText.ofHours((SqlLiteral) value); }
|
    <INTERVAL> text = StringLiteral() <HOUR> <TO> <MINUTE> { return text; }
|
    value = StringLiteral() { return value; }
|
    value = SimpleIdentifier() { return value; }
}

SqlNode SettingValue() :
{
    final SqlNode value;
}
{
    LOOKAHEAD(2) value = Literal() { return value; }
|
    value = SimpleIdentifier() { return value; }
|
    <ON> { return new SqlIdentifier("on", getPos()); }
|
    <FULL> { return new SqlIdentifier("full", getPos()); }
}

SqlNode ShowStatement() :
{
    final Span s;
    final SqlIdentifier name;
    SqlIdentifier of = null;
}
{
    <SHOW> { s = span(); }
    (
        LOOKAHEAD(2) <TRANSACTION> <ISOLATION> <LEVEL> {
            name = new SqlIdentifier("transaction_isolation", s.end(this));
        }
    |
        LOOKAHEAD(2) <TIME> <ZONE> { name = new SqlIdentifier("timezone", s.end(this)); }
    |
        <ALL> { name = new SqlIdentifier("all", s.end(this)); }
    |
        name = SimpleIdentifier()
    )
    [ <FOR> of = CompoundIdentifier() ]
    { return new ShowStatement(s.end(this), name, of); }
}

SqlNode TransactionModesOpt() :
{
    final SqlNode modes;
}
{
    modes = TransactionModes() { return modes; }
|
    { return TransactionModes.unspecified(getPos()); }
}

SqlNode TransactionModes() :
{
    TransactionModes modes = TransactionModes.unspecified(getPos());
}
{
    modes = TransactionMode(modes)
    ( [ <COMMA> ] modes = TransactionMode(modes) )*
    { return modes; }
}

TransactionModes TransactionMode(TransactionModes modes) :
{
    final Span s;
    final IsolationLevel level;
    final boolean readOnly;
}
{
    <ISOLATION> { s = span(); } <LEVEL> level = IsolationLevel() {
        return modes.with(s.end(this), level);
    }
|
    <READ> { s = span(); }
    (
        <ONLY> { readOnly = true; }
    |
        <WRITE> { readOnly = false; }
    )
    { return modes.with(s.end(this), readOnly); }
}

IsolationLevel IsolationLevel() :
{
}
{
    <SERIALIZABLE> { return IsolationLevel.SERIALIZABLE; }
|
    <REPEATABLE> <READ> { return IsolationLevel.REPEATABLE_READ; }
|
    <READ>
    (
        <COMMITTED> { return IsolationLevel.READ_COMMITTED; }
    |
        <UNCOMMITTED> { return IsolationLevel.READ_UNCOMMITTED; }
    )
}

SqlNode MaintenanceStatement() :
{
    final Span s;
    final List<SqlNode> tables = new ArrayList<SqlNode>();
    String file;
    SqlIdentifier option = null;
    SqlNode value = null;
}
{
    <SHUTDOWN> {
        return MaintenanceStatement.of(getPos(), MaintenanceStatement.Action.SHUTDOWN);
    }
|
    <CHECKPOINT> {
        return MaintenanceStatement.of(getPos(), MaintenanceStatement.Action.CHECKPOINT);
    }
|
    <CHECK> { s = span(); } <DATABASE> {
        return MaintenanceStatement.of(s.end(this), MaintenanceStatement.Action.CHECK_DATABASE);
    }
|
    <VACUUM> { s = span(); }
    (
        <INTO> <QUOTED_STRING> { file = SqlParserUtil.parseString(token.image); }
        [
            <WITH> <LPAREN> option = SimpleIdentifier()
            ( value = StringLiteral() | value = SimpleIdentifier() )
            <RPAREN>
        ] {
            return VacuumInto.of(s.end(this), file, option, value);
        }
    |
        AddTableNames(tables) {
            return new MaintenanceStatement(
                s.end(this), MaintenanceStatement.Action.VACUUM, new SqlNodeList(tables, s.pos()));
        }
    )
|
    <ANALYZE> { s = span(); } AddAnalyzedTables(tables) {
        return new MaintenanceStatement(
            s.end(this), MaintenanceStatement.Action.ANALYZE, new SqlNodeList(tables, s.pos()));
    }
}

SqlNode BackupStatement() :
{
    final Span s;
}
{
    <BACKUP> { s = span(); } <TO> <QUOTED_STRING> {
        return BackupStatement.to(s.end(this), SqlParserUtil.parseString(token.image));
    }
}

/** Parses {@code COPY}. */
SqlNode CopyStatement() :
{
    final Span s;
    final boolean isInto;
    SqlNode source;
    Span parentheses = null;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlNode file = null;
    SqlIdentifier place;
    final List<SqlNode> options = new ArrayList<SqlNode>();
}
{
    <COPY> { s = span(); }
    (
        <LPAREN> { parentheses = span(); }
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        <RPAREN> { source = CopyStatement.query(source, parentheses.end(this)); }
    |
        source = CompoundIdentifier()
        [ columns = ParenthesizedSimpleIdentifierList() ]
    )
    ( <FROM> { isInto = true; } | <TO> { isInto = false; } )
    (
        <QUOTED_STRING> {
            file = SqlLiteral.createCharString(SqlParserUtil.parseString(token.image), getPos());
        }
    |
        place = SimpleIdentifier() {
            if (!place.getSimple().equals(isInto ? "stdin" : "stdout")) {
                throw new PlacedError(place, "42601",
                    "COPY " + (isInto ? "FROM" : "TO") + ": expected the name of a file in quotes, or "
                        + (isInto ? "STDIN" : "STDOUT") + ", not " + place.getSimple());
            }
        }
    )
    [ <WITH> ]
    (
        <LPAREN> AddCopyOption(options) ( <COMMA> AddCopyOption(options) )* <RPAREN>
    |
        ( AddOldCopyOption(options) )*
    )
    { return new CopyStatement(
        s.end(this), source, columns, isInto, file, new SqlNodeList(options, s.pos())); }
}

/** Parses {@code name [value]} between parentheses. */
void AddCopyOption(List<SqlNode> options) :
{
    final Span s;
    final String name;
    String value = null;
    SqlNode text;
    SqlIdentifier word;
}
{
    name = CopyOptionName() { s = span(); }
    [
        text = StringLiteral() { value = ((SqlLiteral) text).getValueAs(String.class); }
    |
        ( <TRUE> | <FALSE> | <ON> ) { value = token.image; }
    |
        <STAR> { value = "*"; }
    |
        word = SimpleIdentifier() { value = word.getSimple(); }
    ]
    { options.add(CopyOption.of(s.end(this), name, value)); }
}

/** Parses an option as PostgreSQL wrote it before version 9: {@code CSV HEADER NULL AS 'x'}. */
void AddOldCopyOption(List<SqlNode> options) :
{
    final Span s;
    final String name;
    String value = null;
    SqlNode text;
}
{
    name = CopyOptionName() { s = span(); }
    [
        [ <AS> ]
        text = StringLiteral() { value = ((SqlLiteral) text).getValueAs(String.class); }
    ]
    { options.add(CopyOption.of(s.end(this), name, value)); }
}

String CopyOptionName() :
{
    final SqlIdentifier name;
}
{
    ( <NULL> | <ESCAPE> ) { return token.image; }
|
    name = SimpleIdentifier() { return name.getSimple(); }
}

/** Parses no names, or several. */
void AddTableNames(List<SqlNode> list) :
{
    SqlIdentifier name;
}
{
    [
        name = CompoundIdentifier() { list.add(name); }
        ( <COMMA> name = CompoundIdentifier() { list.add(name); } )*
    ]
}

void AddAnalyzedTables(List<SqlNode> list) :
{
}
{
    [
        AddAnalyzedTable(list)
        ( <COMMA> AddAnalyzedTable(list) )*
    ]
}

void AddAnalyzedTable(List<SqlNode> list) :
{
    final SqlIdentifier name;
    SqlNodeList columns = SqlNodeList.EMPTY;
}
{
    name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    { list.add(new AnalyzedTable(Span.of(name).end(this), name, columns)); }
}
