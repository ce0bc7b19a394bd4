-- Whether the reward of a referral is in the outbox; it may wait until the new person is verified.
ALTER TABLE referrals ADD COLUMN rewarded boolean NOT NULL DEFAULT true;
