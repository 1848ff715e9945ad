namespace GpuFormer.Data;

/// <summary>What can be wrong with an annotation or a result.</summary>
internal enum AnnotationFault
{
    /// <summary>It names an image that is not in the set; left out.</summary>
    UnknownImage,

    /// <summary>It names a category that is not in the set; left out.</summary>
    UnknownCategory,

    /// <summary>A number of its box, its area or its score is infinite or NaN; left out.</summary>
    NotFinite,

    /// <summary>It has neither a box nor a mask; left out.</summary>
    NoBox,

    /// <summary>The box has a negative extent; not learned from.</summary>
    NegativeExtent,

    /// <summary>The box has no extent; not learned from.</summary>
    EmptyBox,

    /// <summary>The box lies outside the image; not learned from.</summary>
    OutsideImage,

    /// <summary>The mask has another size than the image; the object counts without it.</summary>
    MaskOfOtherSize,

    /// <summary>The mask cannot be read; the object counts without it.</summary>
    DamagedMask,

    /// <summary>A polygon encloses nothing; the object counts without it.</summary>
    BadPolygon,

    /// <summary>The area is not stated; width times height is taken.</summary>
    NoArea,

    /// <summary>Whether it is a crowd is not stated; it is taken for none.</summary>
    NoCrowd,

    /// <summary>Its id is 0, which the reference program takes for no match.</summary>
    ZeroId,

    /// <summary>Its id, or that of an image or category, is there before; of images and categories the later one is
    /// left out.</summary>
    RepeatedId,

    /// <summary>The file of an image is missing; the image is left out.</summary>
    MissingImage,

    /// <summary>A line or element cannot be understood; left out.</summary>
    Unreadable,
}
