/**
 * What makes files unreadable without their key: AES-256-GCM of Java's own providers. Knows nothing
 * of pages and frames.
 *
 * <pre>
 *   what the owner gives ──PBKDF2, or as it is──▶ key-encryption key ──unwraps──▶ data key
 *                                                  (KeyEnvelope, in the file)       │
 *                                     HMAC with what it is for, and the file's id   ▼
 *                                        key of pages, key of the log, key of metas
 *                                     HMAC with 128 random bits                     ▼
 *                                        the key of one page or frame (MessageCipher)
 * </pre>
 *
 * <p>Read {@link org.pydb.engine.crypto.FileKeys}, then {@link
 * org.pydb.engine.crypto.MessageCipher}.
 */
@NullMarked
package org.pydb.engine.crypto;

import org.jspecify.annotations.NullMarked;
