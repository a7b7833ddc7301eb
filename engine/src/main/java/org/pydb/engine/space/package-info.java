/**
 * Which pages of the file are free, and when a page that was replaced becomes free: births and
 * deaths, and the versions that lie between them.
 *
 * <p>Reading order: {@link org.pydb.engine.space.LivePoint}, which has the idea; {@link
 * org.pydb.engine.space.PageSpace} and {@code TakenPages}; {@link
 * org.pydb.engine.space.TemporaryPages}, what belongs to no version; {@link
 * org.pydb.engine.space.PageIdentities}; {@link org.pydb.engine.space.PageBitmap}; {@link
 * org.pydb.engine.space.FreeMap}, how it stands in the file.
 */
@NullMarked
package org.pydb.engine.space;

import org.jspecify.annotations.NullMarked;
