using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>The objects of one image as a system learns them.</summary>
/// <param name="Boxes">In the coordinates of the system.</param>
/// <param name="Classes">Of each object its class output.</param>
internal sealed record ImageObjects(Box[] Boxes, int[] Classes)
{
    /// <summary>No objects.</summary>
    public static ImageObjects None { get; } = new([], []);

    /// <summary>Refuses what does not fit together, and classes that a network does not have.</summary>
    /// <param name="image">For the message.</param>
    /// <param name="first">The first class of objects.</param>
    /// <param name="end">Behind the last one.</param>
    public void Check(int image, int first, int end)
    {
        if (Boxes.Length != Classes.Length)
            throw new ArgumentException($"Image {image} has {Boxes.Length} boxes and {Classes.Length} classes.");
        foreach (var label in Classes)
        {
            if (label < first || label >= end)
            {
                throw new ArgumentException($"Image {image} has an object of class {label}, but the classes of objects are "
                    + $"{first} to {end - 1}: the network was made for another data set.");
            }
        }

        foreach (var box in Boxes)
        {
            if (!box.IsFinite)
                throw new ArgumentException($"Image {image} has a box with infinite or NaN corners: {box}.");
        }
    }
}
