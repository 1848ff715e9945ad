namespace GpuFormer.Imaging.Drawing;

/// <summary>Colours for values from 0 to 1 that grow brighter all the way, so that they are legible in grey too.</summary>
internal static class HeatColours
{
    private static readonly Colour[] Steps =
        [new(8, 4, 30), new(74, 18, 110), new(150, 38, 106), new(220, 80, 58), new(248, 158, 34), new(252, 250, 170)];

    /// <summary>The colour of a value; those outside of 0 to 1 and NaN get the colour of the nearer end or of 0.</summary>
    public static Colour Of(float value)
    {
        var place = (float.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1)) * (Steps.Length - 1);
        var step = Math.Min((int)place, Steps.Length - 2);
        return Steps[step].Mix(Steps[step + 1], place - step);
    }
}
