namespace GpuFormer.Data;

/// <summary>What random numbers are for; streams of different purposes have nothing in common. The numbers are part of
/// what makes a run repeatable: append, never reorder.</summary>
internal enum RandomPurpose
{
    /// <summary>The order of an epoch.</summary>
    Order = 0,

    /// <summary>Crop, flip and colours of one sample.</summary>
    Augmentation = 1,

    /// <summary>Mixup and cutmix of one batch.</summary>
    Mixing = 2,

    /// <summary>Random erasing of one sample.</summary>
    Erasing = 3,

    /// <summary>The size of the pictures of one step.</summary>
    Size = 4,
}
