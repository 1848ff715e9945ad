using System.Reflection;
using System.Reflection.Metadata;
using GpuFormer.Kernels.Compiler.IR;
using Constant = GpuFormer.Kernels.Compiler.IR.Constant;

namespace GpuFormer.Kernels.Compiler.Frontend;

// What each IL instruction does (ECMA-335 III.3 and III.4).
internal sealed partial class MethodTranslation
{
    private enum Signs
    {
        None,
        Signed,
        Unsigned,
    }

    private static readonly Dictionary<ILOpCode, (BinaryOperator Operator, Signs Signs)> Operators = new()
    {
        [ILOpCode.Add] = (BinaryOperator.Add, Signs.None),
        [ILOpCode.Sub] = (BinaryOperator.Subtract, Signs.None),
        [ILOpCode.Mul] = (BinaryOperator.Multiply, Signs.None),
        [ILOpCode.And] = (BinaryOperator.And, Signs.None),
        [ILOpCode.Or] = (BinaryOperator.Or, Signs.None),
        [ILOpCode.Xor] = (BinaryOperator.Xor, Signs.None),
        [ILOpCode.Div] = (BinaryOperator.Divide, Signs.Signed),
        [ILOpCode.Div_un] = (BinaryOperator.Divide, Signs.Unsigned),
        [ILOpCode.Rem] = (BinaryOperator.Remainder, Signs.Signed),
        [ILOpCode.Rem_un] = (BinaryOperator.Remainder, Signs.Unsigned),
        [ILOpCode.Shr] = (BinaryOperator.ShiftRight, Signs.Signed),
        [ILOpCode.Shr_un] = (BinaryOperator.ShiftRight, Signs.Unsigned),
    };

    private static readonly Dictionary<ILOpCode, (BinaryOperator Operator, bool Un)> Comparisons = new()
    {
        [ILOpCode.Ceq] = (BinaryOperator.Equal, false),
        [ILOpCode.Clt] = (BinaryOperator.Less, false),
        [ILOpCode.Clt_un] = (BinaryOperator.Less, true),
        [ILOpCode.Cgt] = (BinaryOperator.Greater, false),
        [ILOpCode.Cgt_un] = (BinaryOperator.Greater, true),
        [ILOpCode.Beq] = (BinaryOperator.Equal, false),
        [ILOpCode.Bne_un] = (BinaryOperator.NotEqual, true),
        [ILOpCode.Blt] = (BinaryOperator.Less, false),
        [ILOpCode.Blt_un] = (BinaryOperator.Less, true),
        [ILOpCode.Ble] = (BinaryOperator.LessOrEqual, false),
        [ILOpCode.Ble_un] = (BinaryOperator.LessOrEqual, true),
        [ILOpCode.Bgt] = (BinaryOperator.Greater, false),
        [ILOpCode.Bgt_un] = (BinaryOperator.Greater, true),
        [ILOpCode.Bge] = (BinaryOperator.GreaterOrEqual, false),
        [ILOpCode.Bge_un] = (BinaryOperator.GreaterOrEqual, true),
    };

    private static readonly Dictionary<ILOpCode, (KernelRule Rule, string What)> Refused = new()
    {
        [ILOpCode.Ldstr] = (KernelDiagnostics.Objects, "a string"),
        [ILOpCode.Ldnull] = (KernelDiagnostics.Objects, "null"),
        [ILOpCode.Box] = (KernelDiagnostics.Objects, "boxing"),
        [ILOpCode.Unbox] = (KernelDiagnostics.Objects, "unboxing"),
        [ILOpCode.Unbox_any] = (KernelDiagnostics.Objects, "unboxing"),
        [ILOpCode.Castclass] = (KernelDiagnostics.Objects, "a cast of objects"),
        [ILOpCode.Isinst] = (KernelDiagnostics.Objects, "a test of an object's type"),
        [ILOpCode.Ldelem_ref] = (KernelDiagnostics.Objects, "an array of objects"),
        [ILOpCode.Stelem_ref] = (KernelDiagnostics.Objects, "an array of objects"),
        [ILOpCode.Ldftn] = (KernelDiagnostics.Delegates, "a delegate"),
        [ILOpCode.Ldvirtftn] = (KernelDiagnostics.Delegates, "a delegate"),
        [ILOpCode.Calli] = (KernelDiagnostics.Delegates, "a call through a pointer"),
        [ILOpCode.Localloc] = (KernelDiagnostics.Pointers, "stackalloc"),
        [ILOpCode.Conv_u] = (KernelDiagnostics.Pointers, "a pointer"),
        [ILOpCode.Conv_i] = (KernelDiagnostics.Pointers, "a pointer or native integer"),
        [ILOpCode.Ldc_i8] = (KernelDiagnostics.Type, "a 64-bit integer"),
        [ILOpCode.Conv_i8] = (KernelDiagnostics.Type, "a 64-bit integer"),
        [ILOpCode.Conv_u8] = (KernelDiagnostics.Type, "a 64-bit integer"),
        [ILOpCode.Ldc_r8] = (KernelDiagnostics.Type, "a double"),
        [ILOpCode.Conv_r8] = (KernelDiagnostics.Type, "a double"),
        [ILOpCode.Throw] = (KernelDiagnostics.Throw, "throw"),
        [ILOpCode.Rethrow] = (KernelDiagnostics.Throw, "throw"),
        [ILOpCode.Volatile] = (KernelDiagnostics.StaticField, "a volatile field"),
        [ILOpCode.Stsfld] = (KernelDiagnostics.StaticField, "a write of a static field"),
        [ILOpCode.Ldsflda] = (KernelDiagnostics.StaticField, "a reference to a static field"),
    };

    private readonly List<Operand> _stack = [];
    private Type? _constrained;
    private int _block;

    private BlockResult EvaluateBlock(int block, List<Operand> stack, State state)
    {
        var result = new BlockResult();
        var instructions = _code.Blocks[block].Instructions;
        (_block, _state, _statements) = (block, state, result.Statements);
        if (block == 0)
            _statements.AddRange(_entryStatements);
        _source = instructions.Count > 0 ? _code.Source.At(instructions[0].Offset) : _source;
        // A block that throws is refused as such, not for the exception object that it makes first.
        if (instructions.Count > 0 && instructions[^1].Code is ILOpCode.Throw or ILOpCode.Rethrow)
        {
            _source = _code.Source.At(instructions[^1].Offset);
            throw Error(KernelDiagnostics.Throw, "throw");
        }

        _stack.Clear();
        _stack.AddRange(stack.Select(operand => Settle(operand, _statements)));
        for (var i = 0; i < instructions.Count; i++)
        {
            _source = _code.Source.At(instructions[i].Offset);
            if (i < instructions.Count - 1 || !End(instructions[i], result))
                Step(instructions[i], i + 1 < instructions.Count ? instructions[i + 1].Code : ILOpCode.Nop);
        }

        if (result.Successors.Count == 0 && !result.Returns)
            result.Successors.Add(_code.Blocks[block].Successors[0]);
        result.Stack = [.. _stack];
        result.State = _state;
        result.Source = _source;
        return result;
    }

    // The last instruction of a block, if it decides where to go.
    private bool End(ILInstruction instruction, BlockResult result)
    {
        var successors = _code.Blocks[_block].Successors;
        switch (instruction.Code)
        {
            case ILOpCode.Br or ILOpCode.Br_s:
                return true;
            case ILOpCode.Ret:
                result.Returns = true;
                if (_code.Method is MethodInfo { ReturnType: var type } && type != typeof(void))
                    result.Returned = Coerce(Pop(), type);
                return true;
            case ILOpCode.Switch:
                var selector = _arithmetic.AsInt(PopValue());
                if (selector is Constant c)
                {
                    var isCase = (uint)c.Bits < (uint)(successors.Count - 1);
                    result.Successors.Add(isCase ? successors[c.Bits] : successors[^1]);
                }
                else
                {
                    (result.Condition, result.IsSwitch) = (selector, true);
                    result.Successors.AddRange(successors);
                }

                return true;
        }

        Value condition;
        var code = LongForm(instruction.Code);
        if (code is ILOpCode.Brtrue or ILOpCode.Brfalse)
        {
            condition = _arithmetic.AsBool(PopValue());
            if (code == ILOpCode.Brfalse)
                condition = _values.Unary(UnaryOperator.Not, condition);
        }
        else if (instruction.Targets.Length == 1 && Comparisons.TryGetValue(code, out var comparison))
        {
            var right = PopValue();
            condition = _arithmetic.Compare(comparison.Operator, comparison.Un, PopValue(), right);
        }
        else
        {
            return false;
        }

        if (condition is Constant known)
        {
            result.Successors.Add(known.Bits != 0 ? successors[0] : successors[1]);
        }
        else if (successors[0] == successors[1])
        {
            result.Successors.Add(successors[0]);
        }
        else
        {
            result.Condition = condition;
            result.Successors.AddRange(successors);
        }

        return true;
    }

    private static ILOpCode LongForm(ILOpCode code) =>
        code is >= ILOpCode.Br_s and <= ILOpCode.Blt_un_s ? code - ILOpCode.Br_s + ILOpCode.Br : code;

    private void Step(ILInstruction instruction, ILOpCode next)
    {
        var code = instruction.Code;
        if (Operators.TryGetValue(code, out var op))
        {
            var (right, left) = (PopValue(), PopValue());
            Push(op.Signs switch
            {
                Signs.None => _arithmetic.Binary(op.Operator, left, right),
                Signs.Signed => _arithmetic.Signed(op.Operator, left, right),
                Signs.Unsigned => _arithmetic.Unsigned(op.Operator, left, right),
            });
        }
        else if (Comparisons.TryGetValue(code, out var comparison))
        {
            var (right, left) = (PopValue(), PopValue());
            Push(_arithmetic.Compare(comparison.Operator, comparison.Un, left, right));
        }
        else if (Refused.TryGetValue(code, out var refused))
        {
            throw Error(refused.Rule, refused.What);
        }
        else if (code is >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8)
        {
            Push(_values.Int((int)code - (int)ILOpCode.Ldc_i4_0));
        }
        else if (!StepSlot(instruction, next) && !StepMemory(instruction) && !StepConversion(code))
        {
            StepOther(instruction);
        }
    }

    private bool StepSlot(ILInstruction instruction, ILOpCode next)
    {
        var slot = _code.Slot(instruction);
        if (slot < 0)
            return false;
        var place = _slots[slot];
        if (instruction.Code is ILOpCode.Ldarga or ILOpCode.Ldarga_s or ILOpCode.Ldloca or ILOpCode.Ldloca_s)
            Push(new PlaceReference(place));
        else if (instruction.Code is ILOpCode.Starg or ILOpCode.Starg_s or (>= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3)
            or ILOpCode.Stloc or ILOpCode.Stloc_s)
            Write(place, Pop());
        else if (place is StructPlace && next == ILOpCode.Ldfld)
            Push(new PlaceReference(place)); // Reads the one field, not the whole struct.
        else
            Push(Read(place));
        return true;
    }

    private bool StepMemory(ILInstruction instruction)
    {
        switch (instruction.Code)
        {
            case ILOpCode.Ldind_i1 or ILOpCode.Ldind_u1 or ILOpCode.Ldind_i2 or ILOpCode.Ldind_u2 or ILOpCode.Ldind_i4
                or ILOpCode.Ldind_u4 or ILOpCode.Ldind_r4 or ILOpCode.Ldobj:
                Push(Dereference(Pop()));
                return true;
            case ILOpCode.Stind_i1 or ILOpCode.Stind_i2 or ILOpCode.Stind_i4 or ILOpCode.Stind_r4 or ILOpCode.Stobj:
                var stored = Pop();
                Assign(Pop(), stored);
                return true;
            case ILOpCode.Cpobj:
                var source = Pop();
                Assign(Pop(), Dereference(source));
                return true;
            case ILOpCode.Initobj:
                Assign(Pop(), Default(ResolveType(instruction.Integer)));
                return true;
            case ILOpCode.Ldelem_i1 or ILOpCode.Ldelem_u1 or ILOpCode.Ldelem_i2 or ILOpCode.Ldelem_u2
                or ILOpCode.Ldelem_i4 or ILOpCode.Ldelem_u4 or ILOpCode.Ldelem_r4 or ILOpCode.Ldelem:
                Push(Dereference(PopElement()));
                return true;
            case ILOpCode.Ldelema:
                Push(PopElement());
                return true;
            case ILOpCode.Stelem_i1 or ILOpCode.Stelem_i2 or ILOpCode.Stelem_i4 or ILOpCode.Stelem_r4
                or ILOpCode.Stelem:
                var element = PopValue();
                Assign(PopElement(), new ScalarOperand(element));
                return true;
            case ILOpCode.Newarr:
                Push(NewArray(ResolveType(instruction.Integer), PopValue()));
                return true;
            case ILOpCode.Ldlen:
                Push(_values.Int(((LocalArray)MemoryOf(Pop())).Length));
                return true;
            case ILOpCode.Ldfld:
                Push(Field(Pop(), ResolveField(instruction.Integer)));
                return true;
            case ILOpCode.Ldflda:
                Push(FieldReference(Pop(), ResolveField(instruction.Integer)));
                return true;
            case ILOpCode.Stfld:
                var value = Pop();
                Assign(FieldReference(Pop(), ResolveField(instruction.Integer)), value);
                return true;
            case ILOpCode.Ldsfld:
                var field = ResolveField(instruction.Integer);
                // The C# compiler keeps lambdas in static fields of classes it names <>c or <>O.
                throw field.DeclaringType!.Name.StartsWith("<>", StringComparison.Ordinal)
                    ? Error(KernelDiagnostics.Delegates, "a lambda")
                    : Error(KernelDiagnostics.StaticField, $"the static field {field.Name}");
            default:
                return false;
        }
    }

    private bool StepConversion(ILOpCode code)
    {
        switch (code)
        {
            case ILOpCode.Conv_i4 or ILOpCode.Conv_i1 or ILOpCode.Conv_u1 or ILOpCode.Conv_i2 or ILOpCode.Conv_u2:
                var number = PopValue();
                var integer = number.Type == ScalarType.Float32
                    ? _values.Unary(UnaryOperator.FloatToInt, number)
                    : _arithmetic.AsInt(number);
                Push(code switch
                {
                    ILOpCode.Conv_i1 => _values.Unary(UnaryOperator.SignExtend8, integer),
                    ILOpCode.Conv_u1 => _values.Unary(UnaryOperator.ZeroExtend8, integer),
                    ILOpCode.Conv_i2 => _values.Unary(UnaryOperator.SignExtend16, integer),
                    ILOpCode.Conv_u2 => _values.Unary(UnaryOperator.ZeroExtend16, integer),
                    _ => integer,
                });
                return true;
            case ILOpCode.Conv_u4:
                var unsigned = PopValue();
                Push(unsigned.Type == ScalarType.Float32
                    ? _arithmetic.FloatToUInt(unsigned)
                    : _arithmetic.AsUInt(unsigned));
                return true;
            case ILOpCode.Conv_r4:
                var single = PopValue();
                Push(single.Type == ScalarType.Float32
                    ? single
                    : _values.Unary(UnaryOperator.IntToFloat, _arithmetic.AsInt(single)));
                return true;
            case ILOpCode.Conv_r_un:
                Push(_values.Unary(UnaryOperator.UIntToFloat, _arithmetic.AsUInt(PopValue())));
                return true;
            default:
                return false;
        }
    }

    private void StepOther(ILInstruction instruction)
    {
        switch (instruction.Code)
        {
            case ILOpCode.Nop or ILOpCode.Readonly or ILOpCode.Tail or ILOpCode.Break:
                break;
            case ILOpCode.Ldc_i4 or ILOpCode.Ldc_i4_s:
                Push(_values.Int(instruction.Integer));
                break;
            case ILOpCode.Ldc_r4:
                Push(_values.Float(instruction.Single));
                break;
            case ILOpCode.Dup:
                Push(_stack[^1]);
                break;
            case ILOpCode.Pop:
                Pop();
                break;
            case ILOpCode.Neg:
                Push(_arithmetic.Negate(PopValue()));
                break;
            case ILOpCode.Not:
                Push(_arithmetic.Complement(PopValue()));
                break;
            case ILOpCode.Shl:
                var (count, shifted) = (PopValue(), PopValue());
                Push(_arithmetic.ShiftLeft(shifted, count));
                break;
            case ILOpCode.Sizeof:
                var type = ResolveType(instruction.Integer);
                Push(_values.Int((ScalarKind.Element(type) ?? throw Error(KernelDiagnostics.Type, type.Name)).Size()));
                break;
            case ILOpCode.Ldtoken:
                Push(new TokenOperand(_code.Method.Module.ResolveMember(
                    instruction.Integer, _code.TypeArguments, _code.MethodArguments)!));
                break;
            case ILOpCode.Constrained:
                _constrained = ResolveType(instruction.Integer);
                break;
            case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj:
                Call(instruction);
                break;
            default:
                throw instruction.Code.ToString().Contains("ovf", StringComparison.OrdinalIgnoreCase)
                    ? Error(KernelDiagnostics.CheckedArithmetic, "checked arithmetic")
                    : Error(KernelDiagnostics.Instruction, $"the instruction {instruction.Code}");
        }
    }

    private MemoryOperand NewArray(Type elementType, Value length)
    {
        if (ScalarKind.Element(elementType) is not { } element)
            throw Error(KernelDiagnostics.Type, $"an array of '{elementType.Name}'");
        if (length is not Constant { Bits: >= 1 and <= 4096 and var count })
            throw Error(KernelDiagnostics.ArrayLength, "a local array of another length");
        var array = new LocalArray("array", element, count);
        // The array is new, and 0, each time control comes by: in a loop, its elements were written before.
        for (var i = 0; i < count; i++)
            StoreElement(array, _values.Int(i), _values.Constant(element.Loaded(), 0));
        return new(array);
    }

    private ElementReference PopElement()
    {
        var index = _arithmetic.AsInt(PopValue());
        return new(MemoryOf(Pop()), index);
    }

    private Type ResolveType(int token) =>
        _code.Method.Module.ResolveType(token, _code.TypeArguments, _code.MethodArguments);

    private FieldInfo ResolveField(int token) =>
        _code.Method.Module.ResolveField(token, _code.TypeArguments, _code.MethodArguments)!;

    private void Push(Value value) => _stack.Add(new ScalarOperand(value));

    private void Push(Operand operand) => _stack.Add(operand);

    private Operand Pop()
    {
        var top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private Value PopValue() => Value(Pop());
}
