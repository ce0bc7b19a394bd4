/**
 * E-mail. What is to be told waits in {@link sibyl.accounts.mail.MailOutbox}, a bounded table, and
 * goes off in the background by a {@link sibyl.accounts.mail.MailSender}: an SMTP server ({@link
 * sibyl.accounts.mail.SmtpSender}) or, on a developer's machine, a folder ({@link
 * sibyl.accounts.mail.MailFolder}). {@link sibyl.accounts.mail.Letters} writes the text at the
 * moment of sending and makes the tokens in it, of which {@link sibyl.accounts.mail.MailProofs}
 * keeps hashes.
 */
@NullMarked
package sibyl.accounts.mail;

import org.jspecify.annotations.NullMarked;
