using System.Reflection;
using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>Methods that are operators of the compiler instead of code to inline.</summary>
internal static class Intrinsics
{
    private static readonly Dictionary<(Module, int), Intrinsic> Table = [];
    private static readonly MethodInfo FragmentProduct = typeof(Fragment).GetMethod(nameof(Fragment.MultiplyAdd))!;

    static Intrinsics()
    {
        foreach (var kind in Enum.GetValues<BuiltIn>())
            Value(GetterOf(kind), t => t.Values.BuiltIn(kind));

        Value(Getter(typeof(Group), nameof(Group.DimX)), t => t.Values.Int(t.Group.X));
        Value(Getter(typeof(Group), nameof(Group.DimY)), t => t.Values.Int(t.Group.Y));
        Value(Getter(typeof(Group), nameof(Group.DimZ)), t => t.Values.Int(t.Group.Z));
        Add(Method(typeof(Group), nameof(Group.Barrier)), (t, _, _) =>
        {
            t.Emit(source => new Barrier { Source = source });
            return null;
        });

        Add(Getter(typeof(ArrayView<>), nameof(ArrayView<int>.IntLength)), Length);
        Add(typeof(ArrayView<>).GetProperty("Item", [typeof(int)])!.GetMethod!, Element);
        Add(typeof(ViewExtensions).GetMethod(nameof(ViewExtensions.Prefetch))!, Prefetch);
        Add(typeof(SharedMemory).GetMethod(nameof(SharedMemory.Allocate), 1, [typeof(int)])!, (t, method, a) =>
            t.NewShared(method.GetGenericArguments()[0], t.ArgumentValue(a[0])));
        Add(Method(typeof(SharedHalves), nameof(SharedHalves.Allocate), typeof(int)), (t, _, a) =>
            t.NewShared(ElementType.Float16, t.ArgumentValue(a[0])));
        Add(Getter(typeof(SpecializedValue<>), nameof(SpecializedValue<int>.Value)), (t, _, a) => t.OnlyField(a[0]));
        Add(FragmentProduct, MultiplyAdd);
        Add(Method(typeof(Atomic), nameof(Atomic.Add), typeof(int).MakeByRefType(), typeof(int)), AtomicAdd);
        Add(Method(typeof(Atomic), nameof(Atomic.Add), typeof(float).MakeByRefType(), typeof(float)), AtomicAdd);
        Add(Method(typeof(RuntimeHelpers), nameof(RuntimeHelpers.InitializeArray), typeof(Array),
            typeof(RuntimeFieldHandle)), (t, _, a) =>
            {
                t.Initialise(a[0], (FieldInfo)((TokenOperand)a[1]).Member);
                return null;
            });

        AddOperators();
    }

    /// <summary>Whether a method is one of the operators that not every target has.</summary>
    public static bool IsMatrixProduct(MethodBase method) => method == FragmentProduct;

    /// <summary>Translates a call; null if the method returns nothing.</summary>
    public delegate Operand? Intrinsic(MethodTranslation translation, MethodBase method, Operand[] arguments);

    public static Intrinsic? Find(MethodBase method) =>
        Table.GetValueOrDefault((method.Module, method.MetadataToken));

    private static void AddOperators()
    {
        foreach (var (type, name, op) in new[]
        {
            (typeof(KernelMath), nameof(KernelMath.Abs), UnaryOperator.Absolute),
            (typeof(KernelMath), nameof(KernelMath.Sqrt), UnaryOperator.SquareRoot),
            (typeof(KernelMath), nameof(KernelMath.Floor), UnaryOperator.Floor),
            (typeof(KernelMath), nameof(KernelMath.Bits), UnaryOperator.BitsToInt),
            (typeof(MathF), nameof(MathF.Abs), UnaryOperator.Absolute),
            (typeof(MathF), nameof(MathF.Sqrt), UnaryOperator.SquareRoot),
            (typeof(MathF), nameof(MathF.Floor), UnaryOperator.Floor),
            (typeof(Math), nameof(Math.Abs), UnaryOperator.Absolute),
            (typeof(BitConverter), nameof(BitConverter.SingleToInt32Bits), UnaryOperator.BitsToInt),
        })
        {
            Unary(Method(type, name, typeof(float)), op);
        }

        Unary(Method(typeof(KernelMath), nameof(KernelMath.RoundToHalf), typeof(float)), UnaryOperator.RoundToHalf);
        Unary(Method(typeof(Math), nameof(Math.Abs), typeof(int)), UnaryOperator.Absolute);
        Unary(Method(typeof(KernelMath), nameof(KernelMath.FromBits), typeof(int)), UnaryOperator.BitsToFloat);
        Unary(Method(typeof(BitConverter), nameof(BitConverter.Int32BitsToSingle), typeof(int)),
            UnaryOperator.BitsToFloat);

        Add(Method(typeof(KernelMath), nameof(KernelMath.IsNaN), typeof(float)),
            (t, _, a) => new ScalarOperand(IsNaN(t.Values, t.ArgumentValue(a[0]))));
        foreach (var (name, op) in new[] { ("Max", BinaryOperator.Maximum), ("Min", BinaryOperator.Minimum) })
        {
            Add(Method(typeof(KernelMath), name, typeof(float), typeof(float)), (t, _, a) => new ScalarOperand(
                Extreme(t.Values, op, t.ArgumentValue(a[0]), t.ArgumentValue(a[1]))));
            Binary(Method(typeof(KernelMath), name, typeof(int), typeof(int)), op);
            Binary(Method(typeof(Math), name, typeof(int), typeof(int)), op);
            Binary(Method(typeof(Math), name, typeof(uint), typeof(uint)), op);
        }

        foreach (var (type, name) in new[]
        {
            (typeof(KernelMath), nameof(KernelMath.Fma)), (typeof(MathF), nameof(MathF.FusedMultiplyAdd)),
        })
        {
            Add(Method(type, name, typeof(float), typeof(float), typeof(float)), (t, _, a) => new ScalarOperand(
                t.Values.FusedMultiplyAdd(t.ArgumentValue(a[0]), t.ArgumentValue(a[1]), t.ArgumentValue(a[2]))));
        }
    }

    private static Value IsNaN(ValueFactory values, Value x) => values.Binary(BinaryOperator.NotEqual, x, x);

    // The operator's second operand passes where either is not a number or both are equal: with a constant, which is a
    // number, that is the other one.
    private static Value Extreme(ValueFactory values, BinaryOperator op, Value a, Value b)
    {
        if (b is Constant right && !float.IsNaN(right.AsFloat))
            return values.Binary(op, b, a);
        if (a is Constant left && !float.IsNaN(left.AsFloat) && left.AsFloat != 0)
            return values.Binary(op, a, b);
        return values.Select(IsNaN(values, b), b, values.Binary(op, b, a));
    }

    private static ScalarOperand Length(MethodTranslation t, MethodBase method, Operand[] arguments) =>
        new(t.ArgumentMemory(arguments[0]) switch
        {
            ViewParameter view => t.Values.Length(view),
            SharedArray shared => t.Values.Int(shared.Length),
            LocalArray local => t.Values.Int(local.Length),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no memory of a kernel."),
        });

    private static ElementReference Element(MethodTranslation t, MethodBase method, Operand[] arguments) =>
        new(t.ArgumentMemory(arguments[0]), t.ArgumentValue(arguments[1]));

    private static Operand? Prefetch(MethodTranslation t, MethodBase method, Operand[] arguments)
    {
        var (view, index) = ((ViewParameter)t.ArgumentMemory(arguments[0]), t.ArgumentValue(arguments[1]));
        t.Emit(source => new Prefetch(view, index) { Source = source });
        return null;
    }

    private static ScalarOperand AtomicAdd(MethodTranslation t, MethodBase method, Operand[] arguments)
    {
        if (arguments[0] is not ElementReference { Index: { } index, Memory: ViewParameter or SharedArray } element)
            throw t.Refuse(KernelDiagnostics.Reference, "an atomic operation on something of this thread alone");
        StatementResult? result = null;
        t.Emit(source =>
        {
            var add = new AtomicAdd(element.Memory, index, t.ArgumentValue(arguments[1])) { Source = source };
            result = add.Result;
            return add;
        });
        return new(result!);
    }

    // Which elements a thread hands over is what the instruction prescribes: of the left factor, from rows r and r + 8,
    // the pairs at columns c and c + 8; of the right one, from column r, those at rows c and c + 8; r is a quarter of
    // the thread's index, c twice the rest.
    private static Operand? MultiplyAdd(MethodTranslation t, MethodBase method, Operand[] arguments)
    {
        var v = t.Values;
        Value Sum(Value a, Value b) => v.Binary(BinaryOperator.Add, a, b);
        Value Product(Value a, Value b) => v.Binary(BinaryOperator.Multiply, a, b);
        var lane = v.BuiltIn(BuiltIn.GroupIndexX);
        var row = v.Binary(BinaryOperator.ShiftRight, lane, v.Int(2));
        var pair = v.Binary(BinaryOperator.ShiftLeft, v.Binary(BinaryOperator.And, lane, v.Int(3)), v.Int(1));
        var (left, leftStart, leftStride) = (t.ArgumentMemory(arguments[0]), t.ArgumentValue(arguments[1]),
            t.ArgumentValue(arguments[2]));
        var (right, rightStart, rightStride) = (t.ArgumentMemory(arguments[3]), t.ArgumentValue(arguments[4]),
            t.ArgumentValue(arguments[5]));
        var (sums, first) = (t.ArgumentMemory(arguments[6]), t.ArgumentValue(arguments[7]));
        var upper = Sum(leftStart, Sum(Product(row, leftStride), pair));
        var lower = Sum(upper, Product(v.Int(8), leftStride));
        var only = Sum(rightStart, Sum(Product(row, rightStride), pair));
        var before = new List<Value>();
        for (var i = 0; i < Fragment.Sums; i++)
        {
            t.Emit(source =>
            {
                var load = new Load(sums, Sum(first, v.Int(i))) { Source = source };
                before.Add(load.Result);
                return load;
            });
        }

        MatrixProduct? product = null;
        t.Emit(source => product = new MatrixProduct(
            left, [upper, lower, Sum(upper, v.Int(8)), Sum(lower, v.Int(8))],
            right, [only, Sum(only, v.Int(8))], before)
        {
            Source = source,
        });
        for (var i = 0; i < Fragment.Sums; i++)
            t.Emit(source => new Store(sums, Sum(first, v.Int(i)), product!.Results[i]) { Source = source });
        return null;
    }

    private static void Unary(MethodInfo method, UnaryOperator op) =>
        Add(method, (t, _, a) => new ScalarOperand(t.Values.Unary(op, t.ArgumentValue(a[0]))));

    private static void Binary(MethodInfo method, BinaryOperator op) =>
        Add(method, (t, _, a) => new ScalarOperand(
            t.Values.Binary(op, t.ArgumentValue(a[0]), t.ArgumentValue(a[1]))));

    private static void Value(MethodInfo method, Func<MethodTranslation, Value> make) =>
        Add(method, (t, _, _) => new ScalarOperand(make(t)));

    private static void Add(MethodInfo method, Intrinsic intrinsic) =>
        Table.Add((method.Module, method.MetadataToken), intrinsic);

    // ILGPU's name of an index or size.
    private static MethodInfo GetterOf(BuiltIn kind) => kind switch
    {
        BuiltIn.GridIndexX => Getter(typeof(Grid), nameof(Grid.IdxX)),
        BuiltIn.GridIndexY => Getter(typeof(Grid), nameof(Grid.IdxY)),
        BuiltIn.GridIndexZ => Getter(typeof(Grid), nameof(Grid.IdxZ)),
        BuiltIn.GridSizeX => Getter(typeof(Grid), nameof(Grid.DimX)),
        BuiltIn.GridSizeY => Getter(typeof(Grid), nameof(Grid.DimY)),
        BuiltIn.GridSizeZ => Getter(typeof(Grid), nameof(Grid.DimZ)),
        BuiltIn.GroupIndexX => Getter(typeof(Group), nameof(Group.IdxX)),
        BuiltIn.GroupIndexY => Getter(typeof(Group), nameof(Group.IdxY)),
        BuiltIn.GroupIndexZ => Getter(typeof(Group), nameof(Group.IdxZ)),
    };

    private static MethodInfo Getter(Type type, string name) => type.GetProperty(name)!.GetMethod!;

    private static MethodInfo Method(Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, parameters)!;
}
