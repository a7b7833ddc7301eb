/**
 * Copies what one snapshot shows into a new file, while writers go on.
 *
 * <p>Reading order: {@link org.pydb.engine.backup.Backup}, {@link
 * org.pydb.engine.backup.TreeCopier}, {@link org.pydb.engine.backup.PageAppender}.
 */
@NullMarked
package org.pydb.engine.backup;

import org.jspecify.annotations.NullMarked;
