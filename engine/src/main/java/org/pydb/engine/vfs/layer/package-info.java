/**
 * Files made of other files: each layer is a {@link org.pydb.engine.vfs.Vfs} on another one, so
 * they stack.
 *
 * <p>{@link org.pydb.engine.vfs.layer.SegmentedVfs} cuts a file into several, {@link
 * org.pydb.engine.vfs.layer.PlacedVfs} compresses and encrypts pages and keeps them wherever there
 * is room ({@code PlacedFile} has the essay). {@link org.pydb.engine.vfs.layer.FileStack} says
 * which of them a file has, and {@link org.pydb.engine.vfs.layer.StackedVfs} tells it from the file
 * itself.
 */
@NullMarked
package org.pydb.engine.vfs.layer;

import org.jspecify.annotations.NullMarked;
