namespace GpuFormer.Tests.Kernels.Programs;

/// <summary>
/// One way to run a kernel of this folder. Every view has 64 elements; scalar arguments are 7, 3,000,000,000u, 1.5f and
/// true.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProgramAttribute(params string[] constants) : Attribute
{
    /// <summary>Values of compile-time constants: <c>stride=2</c>.</summary>
    public string[] Constants { get; } = constants;

    public Type[] TypeArguments { get; set; } = [];

    public int GroupX { get; set; } = 4;

    public int GroupY { get; set; } = 1;

    public int GridX { get; set; } = 3;

    public int GridY { get; set; } = 1;
}
