namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>One rule of the kernel language: its number and what it asks for.</summary>
internal sealed class KernelRule(string code, string rule)
{
    /// <summary><c>GF0001</c> and so on.</summary>
    public string Code { get; } = code;

    /// <summary>What it asks for.</summary>
    public string Rule { get; } = rule;
}

/// <summary>
/// The rules of the kernel language. They hold on every target alike; a construct that breaks one is refused with the
/// number, the method and the line: by the compiler, and by the analyzer while the kernel is written, of which this file is
/// a part.
/// </summary>
internal static class KernelDiagnostics
{
    public static readonly KernelRule Instruction = new("GF0001",
        "kernels do without this C# construct");

    public static readonly KernelRule Type = new("GF0002",
        "kernels compute with float, int, uint, bool, narrow integers, views, arrays and structs of those");

    public static readonly KernelRule ControlFlow = new("GF0003",
        "control flow must be structured: no goto into a loop");

    public static readonly KernelRule ExceptionHandling = new("GF0004",
        "kernels have no try, catch, finally, using or lock");

    public static readonly KernelRule Throw = new("GF0005",
        "kernels cannot throw; write a result that tells, or check before the launch");

    public static readonly KernelRule Recursion = new("GF0006",
        "everything a kernel calls is inlined, so that nothing may call itself");

    public static readonly KernelRule CallDepth = new("GF0007",
        "calls nest at most 64 deep");

    public static readonly KernelRule Callee = new("GF0008",
        "kernels call their own methods, GpuFormer.Kernels.Language and a few of ILGPU, Math, MathF and BitConverter");

    public static readonly KernelRule MaximumMinimum = new("GF0009",
        "use KernelMath.Max and KernelMath.Min: MathF's also order -0 below +0, which costs several instructions on "
        + "every device; KernelMath's are one instruction where the second side is a constant");

    public static readonly KernelRule Delegates = new("GF0010",
        "kernels have no delegates, lambdas or virtual calls; use a struct type parameter");

    public static readonly KernelRule Objects = new("GF0011",
        "kernels have no objects, strings or boxing; use structs");

    public static readonly KernelRule ArrayLength = new("GF0012",
        "a local array has a constant length of 1 to 4096 elements");

    public static readonly KernelRule StaticField = new("GF0013",
        "kernels see no static fields; use const or a parameter");

    public static readonly KernelRule DifferentViews = new("GF0014",
        "a view, array or reference must be the same one on every path; select the index or the value instead");

    public static readonly KernelRule SharedLength = new("GF0015",
        "a shared array has a constant length of at least 1 element");

    public static readonly KernelRule SharedInLoop = new("GF0016",
        "a shared array belongs to the group: ask for it outside loops");

    public static readonly KernelRule Reference = new("GF0017",
        "references point to locals, fields or elements that the compiler can follow; atomics need an element");

    public static readonly KernelRule CheckedArithmetic = new("GF0018",
        "integers wrap; checked arithmetic is not available");

    public static readonly KernelRule Parameter = new("GF0019",
        "kernel parameters are views, int, uint, float, bool and structs of those");

    public static readonly KernelRule Pointers = new("GF0020",
        "kernels have no pointers and no stackalloc; use a local array");

    public static readonly KernelRule Endless = new("GF0021",
        "a method must be able to return");

    public static readonly KernelRule Unassigned = new("GF0022",
        "a view, array or reference must be assigned before it is used");

    public static readonly KernelRule FragmentGroup = new("GF0023",
        "products of matrices are made by 32 threads along X together");

    /// <summary>Every rule, by number.</summary>
    public static IReadOnlyList<KernelRule> All { get; } =
    [
        Instruction, Type, ControlFlow, ExceptionHandling, Throw, Recursion, CallDepth, Callee, MaximumMinimum,
        Delegates, Objects, ArrayLength, StaticField, DifferentViews, SharedLength, SharedInLoop, Reference, CheckedArithmetic,
        Parameter, Pointers, Endless, Unassigned, FragmentGroup,
    ];
}
