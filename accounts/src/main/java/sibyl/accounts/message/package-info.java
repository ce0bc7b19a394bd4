/**
 * Text messages. They go off in the background ({@link sibyl.accounts.message.OutgoingTexts}), by
 * Twilio ({@link sibyl.accounts.message.TwilioSender}) or, on a developer's machine, into a list to
 * read ({@link sibyl.accounts.message.SentMessages}).
 */
@NullMarked
package sibyl.accounts.message;

import org.jspecify.annotations.NullMarked;
