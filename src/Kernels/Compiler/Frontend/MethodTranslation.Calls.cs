using System.Reflection;
using System.Reflection.Metadata;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Specialisation;
using Constant = GpuFormer.Kernels.Compiler.IR.Constant;

namespace GpuFormer.Kernels.Compiler.Frontend;

// Calls: operators of the compiler, or inlined.
internal sealed partial class MethodTranslation
{
    public ValueFactory Values => _values;

    private void Call(ILInstruction instruction)
    {
        var method = _code.Method.Module.ResolveMethod(
            instruction.Integer, _code.TypeArguments, _code.MethodArguments)!;
        if (_constrained is { } type)
            method = Implementation(type, method);
        _constrained = null;
        var parameters = method.GetParameters();
        var arguments = new Operand[parameters.Length];
        for (var i = arguments.Length - 1; i >= 0; i--)
            arguments[i] = Coerce(Pop(), parameters[i].ParameterType);

        if (instruction.Code == ILOpCode.Newobj)
        {
            Check(method);
            var place = Place.Make(method.DeclaringType!, method.DeclaringType!.Name);
            Inline(method, [new PlaceReference(place), .. arguments]);
            Push(Read(place));
            return;
        }

        if (!method.IsStatic)
            arguments = [Pop(), .. arguments];
        if (Intrinsics.IsMatrixProduct(method) && Group.X != Fragment.Threads)
            throw Error(KernelDiagnostics.FragmentGroup, $"a product of matrices in a group of {Group.X} threads along X");
        Operand? returned;
        if (Intrinsics.Find(method) is { } intrinsic
            && (_translation.HasMatrixProducts || !Intrinsics.IsMatrixProduct(method)))
        {
            returned = intrinsic(this, method, arguments);
        }
        else
        {
            Check(method);
            returned = Inline(method, arguments);
        }

        if (returned is not null)
            Push(returned);
    }

    private Operand? Inline(MethodBase method, Operand[] arguments)
    {
        _translation.Enter(method, _code.Method, _source);
        var callee = new MethodTranslation(
            _translation, _translation.Code(method), arguments, _state,
            _isInLoop || _code.Graph.HeadersOf(_block).Count > 0);
        var (returned, state) = callee.TranslateCall(_statements);
        _translation.Leave();
        _state = state;
        return returned;
    }

    // Refuses what cannot be inlined.
    private void Check(MethodBase method)
    {
        var type = method.DeclaringType!;
        if (method.Name == "ThrowSwitchExpressionException")
            throw Error(KernelDiagnostics.Throw, "a switch expression that does not cover every value");
        // The C# compiler keeps what a lambda captures in a class it names <>c__DisplayClass.
        if (typeof(Delegate).IsAssignableFrom(type) || type.Name.StartsWith("<>c", StringComparison.Ordinal))
            throw Error(KernelDiagnostics.Delegates, "a delegate");
        if ((type == typeof(MathF) || type == typeof(Math)) && method.Name is "Max" or "Min")
            throw Error(KernelDiagnostics.MaximumMinimum, $"{type.Name}.{method.Name}");
        if (method.IsAbstract)
            throw Error(KernelDiagnostics.Delegates, $"the virtual call {type.Name}.{method.Name}");
        if (!method.IsStatic && !type.IsValueType)
            throw Error(KernelDiagnostics.Objects, $"an object of class {type.Name}");
        var isTuple = type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal);
        var isLanguage = type.Namespace == typeof(KernelMath).Namespace
            && type != typeof(KernelMath) && type != typeof(Fragment);
        if ((type.Assembly == typeof(object).Assembly && !isTuple) || ScalarKind.ElementOfMemory(type) is not null
            || (isLanguage && type.Assembly == typeof(KernelMath).Assembly) || method.GetMethodBody() is null)
        {
            throw Error(KernelDiagnostics.Callee, $"a call of {type.Name}.{method.Name}");
        }
    }

    /// <summary>The method of a struct that a constrained call of an interface's method means.</summary>
    private MethodBase Implementation(Type type, MethodBase method)
    {
        if (!method.DeclaringType!.IsInterface)
        {
            return !type.IsValueType || method.DeclaringType == type
                ? method
                : throw Error(KernelDiagnostics.Objects, $"a call of {method.DeclaringType.Name}.{method.Name}");
        }

        var definition = method is MethodInfo { IsGenericMethod: true } generic
            ? generic.GetGenericMethodDefinition()
            : method;
        var map = type.GetInterfaceMap(method.DeclaringType);
        for (var i = 0; i < map.InterfaceMethods.Length; i++)
        {
            if (map.InterfaceMethods[i].MetadataToken != definition.MetadataToken)
                continue;
            var target = map.TargetMethods[i];
            return target.IsGenericMethodDefinition
                ? target.MakeGenericMethod(method.GetGenericArguments())
                : target;
        }

        throw Error(KernelDiagnostics.Delegates, $"the call {type.Name}.{method.Name}");
    }

    // What an argument or result of a type is after the operand is passed.
    private Operand Coerce(Operand operand, Type type) =>
        operand is ScalarOperand scalar && ScalarKind.Of(type) is { } kind
            ? new ScalarOperand(_arithmetic.Convert(scalar.Value, kind))
            : operand;

    // What intrinsics need.

    internal Value ArgumentValue(Operand operand) => Value(operand);

    internal Operand OnlyField(Operand reference) =>
        reference is PlaceReference { Place: var place } && Read(place) is StructOperand { Fields: [var field] }
            ? field
            : throw Unusable(reference);

    internal Memory ArgumentMemory(Operand operand) => MemoryOf(operand);

    internal GroupShape Group => _translation.Group;

    internal void Emit(Func<SourceLocation?, Statement> make) => _statements.Add(make(_source));

    internal KernelCompilationException Refuse(KernelRule rule, string what) => Error(rule, what);

    internal MemoryOperand NewShared(Type elementType, Value length) =>
        ScalarKind.Element(elementType) is { } element
            ? NewShared(element, length)
            : throw Error(KernelDiagnostics.Type, $"a shared array of '{elementType.Name}'");

    internal MemoryOperand NewShared(ElementType element, Value length)
    {
        if (length is not Constant { Bits: >= 1 and var count })
            throw Error(KernelDiagnostics.SharedLength, "a shared array of another length");
        return _isInLoop || _code.Graph.HeadersOf(_block).Count > 0
            ? throw Error(KernelDiagnostics.SharedInLoop, "a shared array in a loop")
            : new(new SharedArray("shared", element, count));
    }

    internal void Initialise(Operand array, FieldInfo data)
    {
        var memory = (LocalArray)MemoryOf(array);
        var element = memory.Element;
        Array elements = element switch
        {
            ElementType.Float32 => new float[memory.Length],
            ElementType.Int32 => new int[memory.Length],
            ElementType.UInt32 => new uint[memory.Length],
            ElementType.Int16 => new short[memory.Length],
            ElementType.UInt16 => new ushort[memory.Length],
            ElementType.Int8 => new sbyte[memory.Length],
            ElementType.UInt8 => new byte[memory.Length],
            ElementType.Float16 => throw Error(KernelDiagnostics.Type, "an array of halves"),
        };
        System.Runtime.CompilerServices.RuntimeHelpers.InitializeArray(elements, data.FieldHandle);
        for (var i = 0; i < memory.Length; i++)
        {
            Value value = elements.GetValue(i) switch
            {
                float f => _values.Float(f),
                uint u => _values.UInt(u),
                var other => _values.Int(Convert.ToInt32(other, System.Globalization.CultureInfo.InvariantCulture)),
            };
            StoreElement(memory, _values.Int(i), value);
        }
    }
}
