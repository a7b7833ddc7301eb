<#-- What the lexer can do besides Calcite's own. -->

    /** Refuses a quote that nothing closes. The parser's errors take the place from these words. */
    private static void unterminated(Token quote, String what) {
        throw new TokenMgrError(
            "Lexical error at line " + quote.beginLine + ", column " + quote.beginColumn
                + ".  unterminated quoted " + what,
            TokenMgrError.LEXICAL_ERROR);
    }
