/** Files of records that know where they end, and the manifest that knows the files. */
@NullMarked
package org.pydb.engine.kv.file;

import org.jspecify.annotations.NullMarked;
