/** What a storage engine must do: the contracts, and what is passed through them. */
@NullMarked
package org.pydb.engine.kv.storage;

import org.jspecify.annotations.NullMarked;
