package org.pydb.calcite.exec.text;

/**
 * A field of a {@link DateTimePattern}, or text that stands for itself. Immutable.
 *
 * @param field in upper case; empty for text
 * @param written as it stands in the pattern
 * @param isBare whether it has no blanks and zeros before it
 * @param ordinal the letters that make it an ordinal number, or nothing; of text, a quote if it was
 *     quoted
 */
record DateTimePart(String field, String written, boolean isBare, String ordinal) {

  boolean isText() {
    return field.isEmpty();
  }

  boolean isSeparator() {
    return isText()
        && written.codePoints().noneMatch(Character::isLetterOrDigit)
        && !ordinal.equals("\"");
  }
}
