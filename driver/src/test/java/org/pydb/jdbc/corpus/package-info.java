/**
 * sqllogictest: seven million questions whose answers SQLite, PostgreSQL, MySQL and others agreed
 * upon, in a format that knows nothing of Java.
 *
 * <p>Reading order: {@link org.pydb.jdbc.corpus.CorpusRecord}, {@link
 * org.pydb.jdbc.corpus.CorpusFile}, {@link org.pydb.jdbc.corpus.CorpusClient}, {@link
 * org.pydb.jdbc.corpus.CorpusReport}, {@link org.pydb.jdbc.corpus.SqlLogicTest}.
 */
@NullMarked
package org.pydb.jdbc.corpus;

import org.jspecify.annotations.NullMarked;
