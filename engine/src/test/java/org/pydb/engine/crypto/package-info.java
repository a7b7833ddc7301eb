/** Tests of encryption. */
@NullMarked
package org.pydb.engine.crypto;

import org.jspecify.annotations.NullMarked;
