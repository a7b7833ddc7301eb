<#-- What the lexer can do besides Calcite's own. -->

    /** Refuses a quote that nothing closes. The parser's errors take the place from these words. */
    private static void unterminated(Token quote, String what) {
        throw new TokenMgrError(
            "Lexical error at line " + quote.beginLine + ", column " + quote.beginColumn
                + ".  unterminated " + what,
            TokenMgrError.LEXICAL_ERROR);
    }

    /** Reads a string in dollars on, from behind its first tag to behind its last. */
    private void readDollarString(Token opening) {
        final String tag = opening.image;
        final StringBuilder read = new StringBuilder(tag);
        try {
            while (read.length() < 2 * tag.length() || !endsWith(read, tag)) {
                read.append(input_stream.readChar());
            }
        } catch (java.io.IOException e) {
            unterminated(opening, "dollar-quoted string");
        }
        opening.image = read.toString();
        opening.endLine = input_stream.getEndLine();
        opening.endColumn = input_stream.getEndColumn();
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.indexOf(end, text.length() - end.length()) >= 0;
    }
