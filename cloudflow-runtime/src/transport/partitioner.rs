//! Which partition a record goes to, the same for all clusters.

use std::sync::atomic::{AtomicU32, Ordering};

/// Chooses partitions: by key, or in turn.
#[derive(Debug, Default)]
pub(super) struct Partitioner {
    turn: AtomicU32,
}

impl Partitioner {
    /// Returns the partition for a record with this key in a topic with this many partitions.
    pub(super) fn partition(&self, key: Option<&[u8]>, partitions: u32) -> u32 {
        let partitions = partitions.max(1);
        match key {
            // The sign bit is cleared, not the absolute value taken: so does the Java client.
            Some(key) => (murmur2(key) & 0x7fff_ffff) % partitions,
            None => {
                // Two who send at once may get one turn: that does no harm, and costs a record less.
                let turn = self.turn.load(Ordering::Relaxed);
                self.turn.store(turn.wrapping_add(1), Ordering::Relaxed);
                turn % partitions
            }
        }
    }
}

/// Austin Appleby's `MurmurHash2` with the seed of Kafka's Java client.
fn murmur2(data: &[u8]) -> u32 {
    const SEED: u32 = 0x9747_b28c;
    const MULTIPLIER: u32 = 0x5bd1_e995;
    // Only the low 32 bits of the length count, as in an `int`.
    let length = u32::try_from(data.len() & 0xffff_ffff).unwrap_or(u32::MAX);
    let (words, tail) = data.as_chunks::<4>();
    let mut hash = SEED ^ length;
    for word in words {
        let mut mixed = u32::from_le_bytes(*word).wrapping_mul(MULTIPLIER);
        mixed ^= mixed >> 24;
        hash = hash.wrapping_mul(MULTIPLIER) ^ mixed.wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        for (byte, shift) in tail.iter().zip([0, 8, 16]) {
            hash ^= u32::from(*byte) << shift;
        }
        hash = hash.wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs that the Java client is tested with.
    #[test]
    fn keys_hash_as_in_the_java_client() {
        for (key, hash) in [
            ("21", -973_932_308),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
            ("abc", 479_470_107),
        ] {
            assert_eq!(murmur2(key.as_bytes()).cast_signed(), hash, "{key}");
        }
    }

    #[test]
    fn records_without_a_key_take_turns() {
        let partitioner = Partitioner::default();
        let partitions: Vec<u32> = (0..7).map(|_| partitioner.partition(None, 3)).collect();
        assert_eq!(partitions, [0, 1, 2, 0, 1, 2, 0]);
    }

    #[test]
    fn a_key_is_positive_before_the_remainder() {
        let partitioner = Partitioner::default();
        // -973932308 & 0x7fffffff = 1173551340
        assert_eq!(partitioner.partition(Some(b"21"), 7), 1_173_551_340 % 7);
    }
}
