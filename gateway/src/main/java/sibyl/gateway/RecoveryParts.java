package sibyl.gateway;

import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.recovery.EmailAddresses;
import sibyl.accounts.recovery.FactorReleases;
import sibyl.accounts.recovery.PasswordReset;
import sibyl.accounts.signin.KnownDevices;

/**
 * How people get back in, and their e-mail.
 *
 * @param devices makes a device known on which a password was reset
 */
public record RecoveryParts(
    EmailAddresses addresses,
    PasswordReset passwords,
    FactorReleases factorReleases,
    MailOutbox mails,
    KnownDevices devices) {}
